import test from 'ava';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GateError } from '../../../../runner/errors.ts';
import { runTier } from '../../../../runner/gates/tier.ts';

test('a tier that is red was run once, and what it printed is told', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'tier-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const file = join(folder, 'runs');
  const script = `require("fs").appendFileSync(process.env.RUNS_FILE,"x");console.log("why");process.exit(1)`;
  const settings = {
    readinessPath: '/',
    readinessTimeout: 1,
    tierTimeout: 30,
    tiers: { unit: 'true', lambda: 'true', api: `node --eval ${script}` },
  };
  const printed: string[] = [];
  const options = {
    signal: new AbortController().signal,
    onOutput(text: string) {
      printed.push(text);
    },
  };
  const error = await t.throwsAsync(runTier('api', { RUNS_FILE: file }, settings, options), {
    instanceOf: GateError,
  });
  t.regex(error.message, /^The api tier is red .*exit status 1\)$/);
  t.is(await readFile(file, 'utf8'), 'x');
  t.deepEqual(printed, ['why']);
});
