import { readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as listen, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { EarlyTiers } from '../../../../runner/gates/early-tiers.ts';
import { startTier } from '../../../../runner/gates/start-tier.ts';
import { runTier, type TierRun } from '../../../../runner/gates/tier.ts';
import { greetingSettings } from '../../_helpers/greeting.ts';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';
import { eventually } from '../_eventually.ts';

// The tests of a tier are not counted as this project's own.
delete process.env.AVA_SUMMARY_FILE;

const { release } = greetingSettings('local');
const oneTest = 'ava tests/api/greeting.test.ts --match=*other*';

/** An API that knows nothing, and what it was asked for. */
async function openApi(t: ExecutionContext) {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ url }, response) => {
    asked.push(url);
    response.writeHead(403).end();
  }).listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return { asked, url: `http://127.0.0.1:${String(port)}/prod` };
}

function open(t: ExecutionContext, api: string) {
  const stop = new AbortController();
  const settings = { ...release, tiers: { ...release.tiers, api } };
  const early = new EarlyTiers(settings, stop.signal);
  t.teardown(() => early.end());
  return { stop, early, settings };
}

/** Of the processes that this one started. */
const folders = () =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`tier-${String(process.pid)}-`));

test.serial('a tier that is started early tests what it is told in its turn', async (t) => {
  const { asked, url } = await openApi(t);
  const { early } = open(t, oneTest);
  early.begin('api');
  t.is(folders().length, 1);
  t.is(early.giveTurn('lambda', {}), undefined, 'another tier');
  const started = early.giveTurn('api', {
    TARGET: 'prod',
    API_URL: url,
    EXPECTED_VERSION: '7',
    EXPECTED_DEPLOYMENT: undefined,
  });
  const { failed, all } = (await started?.running) ?? {};
  t.false(failed, all);
  t.deepEqual(asked, ['/prod/nothing-here']);
  t.is(early.giveTurn('api', {}), undefined, 'it had its turn');
  t.deepEqual(folders(), []);
});

test.serial('one that has no turn is ended, and tests nothing', async (t) => {
  const { early } = open(t, oneTest);
  early.begin('api');
  await early.end();
  t.is(early.giveTurn('api', {}), undefined);
  t.deepEqual(folders(), []);
});

test.serial('one that has ended before its turn has none: it is started anew', async (t) => {
  const { asked, url } = await openApi(t);
  const { stop, early, settings } = open(t, 'ava tests/api/no-such.test.ts');
  early.begin('api');
  await eventually(t, () => folders().length === 0, 'there is nothing to test');
  const target = { TARGET: 'prod', API_URL: url, EXPECTED_VERSION: '7' };
  const runs: TierRun[] = [];
  await runTier(
    'api',
    target,
    { stack: 'dev', release: { ...settings, tiers: { ...settings.tiers, api: oneTest } } },
    { signal: stop.signal, early, onEnd: (run) => runs.push(run) },
  );
  t.like(runs, [{ tier: 'api', command: oneTest, isGreen: true }]);
  t.deepEqual(asked, ['/prod/nothing-here']);
});

test.serial('a release that stops ends them', async (t) => {
  const { early, stop } = open(t, oneTest);
  early.begin('api');
  stop.abort(new Error('Ctrl-C'));
  await eventually(t, () => folders().length === 0, 'it has ended');
  early.begin('api');
  t.deepEqual(folders(), [], 'nor is another one started');
});

test.serial('one whose release is gone tests nothing', async (t) => {
  const path = join(await temporaryFolder(t, 'early-'), 'turn');
  const gone = listen((socket) => socket.end()).listen(path);
  t.teardown(() => gone.close());
  const { stop, settings } = open(t, oneTest);
  const { asked, url } = await openApi(t);
  const environment = { TIER_TURN: path, TARGET: 'prod', API_URL: url, EXPECTED_VERSION: '7' };
  const { failed, all } = await startTier('api', environment, settings, stop.signal).running;
  t.true(failed);
  t.regex(all, /The release has ended, and this tier had no turn/);
  t.deepEqual(asked, []);
});

for (const [title, name, isThere] of [
  ['is not there', 'missing', false],
  ['has too long a path for a socket', 'long'.padEnd(120, '-'), true],
] as const) {
  test.serial(
    `where the folder for temporary files ${title}, no tier is started early`,
    async (t) => {
      const folder = join(await temporaryFolder(t, 'early-'), name);
      if (isThere) {
        await mkdir(folder);
      }
      const { TMPDIR } = process.env;
      t.teardown(() => {
        if (TMPDIR === undefined) {
          delete process.env.TMPDIR;
        } else {
          process.env.TMPDIR = TMPDIR;
        }
      });
      process.env.TMPDIR = folder;
      const { early } = open(t, oneTest);
      early.begin('api');
      t.is(early.giveTurn('api', {}), undefined);
    },
  );
}

for (const command of ['node -p 1', 'ava --config mine.config.js tests/api/greeting.test.ts']) {
  test.serial(`tests that would not wait are not started early: ${command}`, (t) => {
    const { early } = open(t, command);
    early.begin('api');
    t.is(early.giveTurn('api', {}), undefined);
    t.deepEqual(folders(), []);
  });
}
