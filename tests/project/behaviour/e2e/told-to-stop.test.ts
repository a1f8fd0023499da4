import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import test from 'ava';
import { waitFor } from '../../../../local/tests/_helpers/launcher.ts';
import { createCheckout } from './_checkout.ts';

const checkout = await createCheckout();
test.after.always(() => checkout.close());

/** What CI gives a command before it is killed; GitHub's grace is ten seconds, in two halves. */
const graceMs = 5000;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The processes of the checkout's release, the one that started first in front. */
function releaseProcesses(): Process[] {
  const listing = execFileSync('ps', ['axww', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' });
  return listing
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, command = '']) => ({ pid: Number(pid), parent: Number(parent), command }))
    .filter(({ command }) => command.includes(checkout.root) || command.startsWith('npm run'))
    .filter(({ command }) => /\brelease\b/.test(command) && !command.startsWith('ps '));
}

test.before(async (t) => {
  t.timeout(120_000);
  await checkout.editHandler('before');
  t.is((await checkout.release()).status, 0);
  await checkout.serve();
  await checkout.status();
  await checkout.edit(
    'tests/api/greeting.test.ts',
    "\ntest('knows",
    "\ntest('waits', () => new Promise((resolve) => setTimeout(resolve, 60_000)));\ntest('knows",
  );
});

/** By its place in the tree, from npm in a shell to the runner itself. */
const members = [
  ['npm', ({ command }: Process) => command.startsWith('npm run')],
  ['the first node', ({ command }: Process) => /^\S*node \S*start\.mjs/.test(command)],
  ['the runner', ({ command }: Process) => / \S*runner\/cli\.ts release/.test(command)],
] as const;

for (const [name, isMember] of members) {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const) {
    // Nobody can put back who is killed; the next command does, see killed.test.ts.
    if (name === 'the runner' && signal === 'SIGKILL') {
      continue;
    }
    test.serial(`${signal} to ${name} alone puts back within the grace of CI`, async (t) => {
      t.timeout(120_000);
      const before = await checkout.live();
      await checkout.editHandler(`${signal} to ${name}`);
      const file = join(checkout.root, `${signal} ${name}.ndjson`);
      const running = checkout.start('release', ['--events', file]);
      t.teardown(() => running.killAll('SIGKILL'));
      await checkout.reached(file, 'api-tier-stage', running);
      const moved = await checkout.live();
      t.not(moved.aliases.STAGE?.version, before.aliases.STAGE?.version);

      const member = releaseProcesses()
        .filter(isMember)
        .at(name === 'the runner' ? -1 : 0);
      t.truthy(member, JSON.stringify(releaseProcesses()));
      const startedAt = performance.now();
      process.kill(member?.pid ?? 0, signal);
      await waitFor('what was served before is served', async () => {
        const { STAGE: stage } = (await checkout.live()).aliases;
        return stage?.version === before.aliases.STAGE?.version;
      });
      t.true(performance.now() - startedAt < graceMs, String(performance.now() - startedAt));
      await running.ended;
      t.deepEqual((await checkout.live()).aliases.PROD, before.aliases.PROD);
    });
  }
}
