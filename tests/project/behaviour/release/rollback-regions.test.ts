import test, { type ExecutionContext } from 'ava';
import { regionDown } from '../../../../local/aws/faults.ts';
import { FailedRun } from '../../../../runner/failed-run.ts';
import {
  createRegions,
  greetings,
  releaseAll,
  rollBackAll,
  testedAfter,
  type RegionsOptions,
  type RegionsStack,
} from './_regions.ts';

function failToRollBack(
  t: ExecutionContext,
  stack: RegionsStack,
  options?: RegionsOptions,
): Promise<FailedRun> {
  return t.throwsAsync(rollBackAll(t, stack, options), { instanceOf: FailedRun });
}

test.serial(
  'what a lost region has on trial is put back there alone, as the last line says',
  async (t) => {
    t.timeout(90_000);
    const stack = await createRegions(t);
    await releaseAll(t, stack, 'one');
    await releaseAll(t, stack, 'two');
    const { faults } = stack.embedded.aws;
    const failed = await t.throwsAsync(
      releaseAll(t, stack, 'three', {
        ...testedAfter,
        onEvent(event) {
          if (event.kind === 'step-started' && event.step === 'api-tier-prod@us-east-1') {
            faults.replace([regionDown('us-east-1')]);
          }
        },
        tiers: {
          api: 'node --eval setTimeout(()=>{process.exitCode=process.env.TARGET+process.env.AWS_REGION==="produs-east-1"?1:0},300)',
        },
      }),
      { instanceOf: FailedRun },
    );
    faults.clear();
    t.regex(
      failed.message,
      /npm run rollback -- --target prod --region us-east-1 \(puts it back\)/,
    );
    t.deepEqual(await greetings(stack), ['two', 'three', 'two']);

    // Without the region it would not be the same everywhere.
    const refused = await failToRollBack(t, stack);
    t.is(refused.status, 2);
    t.regex(refused.message, /Next: .*npm run rollback -- --target prod --region us-east-1$/);
    t.deepEqual(await greetings(stack), ['two', 'three', 'two']);

    await rollBackAll(t, stack, { places: ['us-east-1'] });
    t.deepEqual(await greetings(stack), ['two', 'two', 'two']);
  },
);

test.serial(
  'a rollback that lost a region goes on by the same command, and then one pair further',
  async (t) => {
    t.timeout(120_000);
    const stack = await createRegions(t);
    for (const greeting of ['one', 'two', 'three']) {
      await releaseAll(t, stack, greeting);
    }
    const { faults } = stack.embedded.aws;
    await failToRollBack(t, stack, {
      onEvent(event) {
        if (event.kind === 'step-started' && event.step === 'go-back-prod@us-east-1') {
          faults.replace([regionDown('us-east-1')]);
        }
      },
    });
    faults.clear();
    t.is((await greetings(stack))[1], 'three');
    const { moved, targets } = await rollBackAll(t, stack);
    t.deepEqual(await greetings(stack), ['two', 'two', 'two']);
    t.true(moved.some(({ target }) => target.region === 'us-east-1'));
    t.is(targets.length, 3);
    await rollBackAll(t, stack);
    t.deepEqual(await greetings(stack), ['one', 'one', 'one']);
  },
);

test.serial(
  'a region that was rolled back alone stays, though it has nothing before, until the others are there',
  async (t) => {
    t.timeout(90_000);
    const stack = await createRegions(t);
    await releaseAll(t, stack, 'one');
    await releaseAll(t, stack, 'two');
    await rollBackAll(t, stack, { places: ['us-east-1'] });
    t.deepEqual(await greetings(stack), ['two', 'one', 'two']);
    const { moved } = await rollBackAll(t, stack);
    t.deepEqual(
      moved.map(({ target }) => target.region),
      ['eu-west-1', 'ap-southeast-2'],
    );
    t.deepEqual(await greetings(stack), ['one', 'one', 'one']);
  },
);

test.serial('where another code would be taken away in a region nothing is moved', async (t) => {
  t.timeout(90_000);
  const stack = await createRegions(t);
  await releaseAll(t, stack, 'one');
  await releaseAll(t, stack, 'two');
  await releaseAll(t, stack, 'three', { skipped: ['us-east-1'] });
  const refused = await failToRollBack(t, stack);
  t.is(refused.status, 2);
  for (const region of ['eu-west-1', 'us-east-1', 'ap-southeast-2']) {
    t.true(refused.message.includes(`--target prod --region ${region}`), region);
  }
  t.deepEqual(await greetings(stack), ['three', 'two', 'three']);
  await rollBackAll(t, stack, { skipped: ['us-east-1'] });
  t.deepEqual(await greetings(stack), ['two', 'two', 'two']);
});
