import { createRequire, Module } from 'node:module';

const requireOfPulumi = createRequire(import.meta.resolve('@pulumi/pulumi'));

/** By these Pulumi's SDK writes functions down as code, which few programs have: two thirds of the time that it loads. */
const seldomNeeded = ['typescript', '@npmcli/arborist'];

/** Lets Pulumi's SDK load without what it seldom needs; that is loaded once something of it is asked for. */
export function loadLater(): void {
  for (const name of seldomNeeded) {
    const path = requireOfPulumi.resolve(name);
    requireOfPulumi.cache[path] ??= standInFor(path);
  }
}

function standInFor(path: string): Module {
  const load = () => {
    if (requireOfPulumi.cache[path] === standIn) {
      requireOfPulumi.cache[path] = undefined;
    }
    return requireOfPulumi(path) as object;
  };
  const standIn = new Module(path);
  standIn.loaded = true;
  standIn.exports = new Proxy(
    {},
    // As a module of ES it is not copied, for which all of it would be asked.
    {
      get: (_, name): unknown => (name === '__esModule' ? true : Reflect.get(load(), name)),
    },
  );
  return standIn;
}
