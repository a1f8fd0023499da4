import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { findOfficialProvider } from '../../../../local/session/official-provider.ts';
import { createCheckout } from './_checkout.ts';

/** @returns undefined where no official provider is installed. */
function findOfficial(): string | undefined {
  try {
    return findOfficialProvider(process.env);
  } catch {
    return undefined;
  }
}

const official = findOfficial();
const title = 'with the official AWS provider: a release, nothing to release, and a lost state';

if (official === undefined) {
  test.skip(`${title} (none is installed here: pulumi plugin install resource aws 7.48.0)`, (t) => {
    t.pass();
  });
} else {
  test(title, async (t) => {
    t.timeout(900_000);
    const checkout = await createCheckout();
    t.teardown(() => checkout.close());
    await checkout.serve();
    const release = () =>
      checkout.run('local', [
        ...['--', '--provider', 'official'],
        ...['npm', 'run', '--silent', '--prefix', checkout.root, 'release'],
      ]);
    const first = await release();
    t.is(first.status, 0, first.stderr);
    t.is((await checkout.ask('prod')).status, 200);
    const served = async () => {
      const { versions, deployments, stages, aliases } = await checkout.live();
      const named = Object.entries(aliases).map(([name, { version }]) => [name, version]);
      return { versions, deployments, stages, named };
    };
    const before = await served();

    const again = await release();
    t.is(again.status, 0, again.stderr);
    t.regex(again.stdout, /Nothing to release/);

    await rm(join(checkout.root, '.local', 'pulumi', '.pulumi'), { recursive: true });
    const recovered = await release();
    t.is(recovered.status, 0, recovered.stderr);
    t.regex(recovered.stderr, /adopt Function function/);
    t.notRegex(recovered.stderr, /update Alias/);
    t.deepEqual(await served(), before);
  });
}
