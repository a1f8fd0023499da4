import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import test from 'ava';
import { waitFor } from '../../../../local/tests/_helpers/launcher.ts';
import { isFullForm } from '../../_helpers/matrix.ts';
import { realApiTier } from './_checkout.ts';
import { createReleasedCheckout } from './_released.ts';

const checkout = await createReleasedCheckout({ areTiersGreen: true });
test.after.always(() => checkout.close());

/** What CI gives a command before it is killed; GitHub's grace is ten seconds, in two halves. */
const graceMs = 5000;

interface Process {
  readonly pid: number;
  readonly command: string;
}

/**
 * The processes of this checkout, those that started first in front: another test has releases of its
 * own. They are known by their environment, which npm's title hides on its own process only, so npm is
 * the one that the first of the others, its shell, was started by.
 */
function ownProcesses(): Process[] {
  const list = (...format: readonly string[]) =>
    execFileSync('ps', format, { encoding: 'utf8', maxBuffer: 64_000_000 }).split('\n');
  const own = new Set(
    list('axeww', '-o', 'pid=,command=')
      .filter((line) => line.includes(`E2E_CHECKOUT=${dirname(checkout.root)}`))
      .map((line) => Number.parseInt(line, 10)),
  );
  const all = list('axww', '-o', 'pid=,ppid=,command=')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, command = '']) => ({
      pid: Number(pid),
      parent: Number(parent),
      command,
    }));
  const shells = all.filter(({ pid }) => own.has(pid)).map(({ parent }) => parent);
  return all.filter(
    ({ pid, command }) => (own.has(pid) || shells.includes(pid)) && command !== 'ps',
  );
}

test.before(async () => {
  await checkout.serve();
  await checkout.status();
  await checkout.setApiTier(realApiTier);
  await checkout.edit(
    'tests/api/greeting.test.ts',
    "\ntest('knows",
    "\ntest('waits', () => new Promise((resolve) => setTimeout(resolve, 60_000)));\ntest('knows",
  );
});

/** What CI may start, and whom it may signal. */
const members = [
  {
    name: 'npm',
    start: (args: readonly string[]) => checkout.startByNpm('release', args),
    isMember: ({ command }: Process) => command.startsWith('npm run release'),
    // npm neither dies of the gentler signals nor passes them on: CI's SIGTERM, which comes next, counts.
    signals: ['SIGTERM', 'SIGKILL'],
    quick: ['SIGTERM'],
  },
  {
    name: 'the runner below npm',
    start: (args: readonly string[]) => checkout.startByNpm('release', args),
    isMember: ({ command }: Process) => /^\S*node \S*start\.mjs .*\brelease\b/.test(command),
    // Nobody can put back who is killed; the next command does, see killed.test.ts.
    signals: ['SIGTERM', 'SIGINT', 'SIGHUP'],
    quick: ['SIGINT', 'SIGHUP'],
  },
  {
    name: 'the Node that starts the project’s',
    start: (args: readonly string[]) => checkout.startWithoutNpm('release', args),
    isMember: ({ command }: Process) => /^\S*node .*start\.mjs .*\brelease\b/.test(command),
    signals: ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'],
    quick: ['SIGTERM', 'SIGKILL'],
  },
] as const;

for (const { name, start, isMember, signals, quick } of members) {
  for (const signal of isFullForm ? signals : quick) {
    test.serial(`${signal} to ${name} alone puts back within the grace of CI`, async (t) => {
      t.timeout(120_000);
      const before = await checkout.live();
      await checkout.editHandler(`${signal} to ${name}`);
      const file = join(checkout.root, `${signal} ${name}.ndjson`);
      const running = await start(['--events', file]);
      t.teardown(() => running.killAll('SIGKILL'));
      await checkout.reached(file, 'api-tier-stage', running);
      const moved = await checkout.live();
      t.not(moved.aliases.STAGE?.version, before.aliases.STAGE?.version);

      const member = ownProcesses().find(isMember);
      if (member === undefined) {
        throw new Error(`There is no ${name} among ${JSON.stringify(ownProcesses())}`);
      }
      const startedAt = performance.now();
      process.kill(member.pid, signal);
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
