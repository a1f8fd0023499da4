import { addressesOf, formatAddress } from '../../../stack/domain-address.ts';
import type { StackOutputs } from '../../../stack/outputs.ts';
import type { Settings } from '../../../stack/stack-file.ts';
import { stackFileOf } from '../../../stack/stack-name.ts';
import { UsageError } from '../../errors.ts';
import { advise, npmRun } from '../../report/next.ts';
import type { Retiring } from './retiring.ts';

/** What a person says is to go. */
export interface RetiredNames {
  readonly target: string | undefined;
  readonly domain: string | undefined;
  readonly region: string | undefined;
}

interface Stack {
  readonly outputs: StackOutputs;
  readonly settings: Settings;
}

/**
 * @returns what was taken out of the settings and is there still, by the one name that was said.
 * @throws {UsageError} where it is not, or several were said.
 */
export function chooseRetiring(stack: Stack, { target, domain, region }: RetiredNames): Retiring {
  const said = Object.entries({ target, domain, region }).filter(([, name]) => name !== undefined);
  const [first, ...others] = said;
  if (first !== undefined && others.length > 0) {
    throw new UsageError(
      `One is retired at a time, and its names go with it; --${said.map(([which]) => which).join(', --')} were said`,
      advise(npmRun('retire', `--${first[0]}`, first[1] ?? '')),
    );
  }
  if (region !== undefined) {
    return { region: chooseRegion(stack, region) };
  }
  return domain === undefined
    ? { target: chooseTarget(stack, target) }
    : chooseDomain(stack, domain);
}

function chooseRegion({ outputs, settings }: Stack, name: string): string {
  const { stack, region: home, program } = settings;
  if (name === home) {
    throw new UsageError(
      `${name} is the home region of stack ${stack}, without which it is not`,
      advise(npmRun('destroy'), 'to delete all of it'),
      { resource: `stack ${stack}` },
    );
  }
  const gone = Object.keys(outputs.regions ?? {}).filter((each) => !program.regions.includes(each));
  if (!gone.includes(name)) {
    const known = gone.length === 0 ? '' : `; those are ${gone.join(', ')}`;
    throw new UsageError(
      `${name} is no region of stack ${stack} that was taken out of its settings${known}`,
      { text: `look at regions in ${stackFileOf(stack)}` },
      { resource: `stack ${stack}` },
    );
  }
  return name;
}

function chooseDomain({ outputs, settings }: Stack, domain: string): Retiring {
  const wanted = addressesOf(settings.program).map(formatAddress);
  const gone = Object.entries(outputs.targets).flatMap(([name, each]) =>
    each.domain === undefined || wanted.includes(each.domain) ? [] : [[each.domain, name] as const],
  );
  const found = gone.find(([address]) => address === domain);
  if (found === undefined) {
    const known = gone.map(([address]) => address).join(', ');
    throw new UsageError(
      `${domain} is no domain of stack ${settings.stack} that was taken out of its settings${known === '' ? '' : `; those are ${known}`}`,
      { text: `look at domain.targets in ${stackFileOf(settings.stack)}` },
      { resource: `stack ${settings.stack}` },
    );
  }
  return { target: found[1], domain };
}

/**
 * `pulumi up` takes away all that the settings do not have, and refuses what nobody retires: after it was asked
 * for, and what protects the target was taken off.
 */
function verifyAlone(stack: string, name: string, gone: readonly string[]): void {
  const others = gone.filter((each) => each !== name);
  if (others.length > 0) {
    const them = others.join(', ');
    const areThey = others.length === 1 ? `Target ${them} is` : `Targets ${them} are`;
    throw new UsageError(
      `${areThey} not in the settings of stack ${stack} any more either, and would go with target ${name}`,
      advise(
        npmRun('retire', '--target', name),
        `put ${them} back into ${stackFileOf(stack)} until ${name} is gone, as they are retired one by one`,
      ),
      { resource: `stack ${stack}` },
    );
  }
}

function chooseTarget({ outputs, settings }: Stack, name: string | undefined): string {
  const { stack, program } = settings;
  const kept = program.targets.map((target) => `${target.alias} ${target.apiStage}`);
  const gone = Object.entries(outputs.targets)
    .filter(([, { alias, apiStage }]) => !kept.includes(`${alias} ${apiStage}`))
    .map(([each]) => each);
  if (name !== undefined && gone.includes(name)) {
    verifyAlone(stack, name, gone);
    return name;
  }
  const [first] = gone;
  if (first !== undefined) {
    throw new UsageError(
      name === undefined
        ? `The target to retire is not named; not in the settings of stack ${stack} any more: ${gone.join(', ')}`
        : `Target ${name} is not one that was taken out of the settings of stack ${stack}; those are ${gone.join(', ')}`,
      advise(npmRun('retire', '--target', first)),
    );
  }
  throw new UsageError(
    `Every target of stack ${stack} is in its settings, so none can be retired`,
    { text: `take it out of ${stackFileOf(stack)} first` },
    { resource: `stack ${stack}` },
  );
}
