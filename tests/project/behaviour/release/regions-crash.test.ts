import test from 'ava';
import { pointsToRun } from '../../_helpers/matrix.ts';
import { recordedCalls } from './_calls.ts';
import { startRelease } from './_child.ts';
import { regionNames } from './_in-regions.ts';
import { describeKill, killsAt, runAndKill } from './_killed.ts';
import { createRegions, greetings, releaseAll } from './_regions.ts';
import { functionName, handlerSaying } from './_stack.ts';
import { GetAliasCommand } from '@aws-sdk/client-lambda';

/** In the quick form it kills at every thirtieth call. */
const quickStride = 30;

test('killed before or after any call in any region, no region serves another code ungated, and the next release converges', async (t) => {
  t.timeout(900_000);
  const stack = await createRegions(t);
  const { embedded } = stack;
  const regions = regionNames.map((region) => ({ region, outputs: stack.in[region].outputs }));
  await releaseAll(t, stack, 'v0');
  const start = async (greeting: string) =>
    startRelease(t, embedded, { bundle: await handlerSaying(t, greeting), id: 'killed', regions });

  embedded.aws.calls.clear();
  const recording = await start('v1');
  recording.begin();
  t.is((await recording.ended()).status, 0);
  const calls = recordedCalls(embedded);

  let served = 'v1';
  let killed = 0;
  let points = 0;
  for (const kill of killsAt(pointsToRun(calls, quickStride, 7))) {
    const point = describeKill(kill);
    const next = `v${String(points + 2)}`;
    const child = await start(next);
    const status = await runAndKill(embedded, child, kill);
    t.true([null, 0].includes(status), `${point}: ended with ${String(status)}`);
    killed += status === null ? 1 : 0;
    points += 1;

    // All callers are answered, by one of both; a region behind the first wave never before it.
    const [home = '', ...others] = await greetings(stack);
    t.true([served, next].includes(home), `${point}: ${home}`);
    for (const other of others) {
      t.true([served, next].includes(other ?? ''), `${point}: ${other ?? ''}`);
      t.true(other !== next || home === next, `${point}: ${other ?? ''} before ${home}`);
    }

    const report = await releaseAll(t, stack, next);
    t.is(report.outcome, 'released', point);
    t.deepEqual(await greetings(stack), [next, next, next], point);
    t.deepEqual(await greetings(stack, 'stage'), [next, next, next], point);
    for (const region of regionNames) {
      const { lambda } = stack.in[region].clients;
      for (const Name of ['STAGE', 'PROD']) {
        const alias = await lambda.send(new GetAliasCommand({ FunctionName: functionName, Name }));
        t.regex(alias.Description ?? '', /^accepted /, `${point}: ${Name} in ${region}`);
      }
      const lock = { FunctionName: functionName, Name: 'RELEASE' };
      t.is((await lambda.send(new GetAliasCommand(lock))).Description, 'free', point);
    }
    served = next;
  }
  t.log(
    `killed at ${String(killed)} of ${String(points)} points; the release makes ${String(calls.length)} calls in ${String(regionNames.length)} regions`,
  );
  t.true(killed >= 0.9 * points - 1);
});
