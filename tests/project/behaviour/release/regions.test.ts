import test from 'ava';
import { regionDown } from '../../../../local/aws/faults.ts';
import { takeAway } from '../../../../runner/commands/retire/take-away.ts';
import { LockedError, UsageError } from '../../../../runner/errors.ts';
import { FailedRun } from '../../../../runner/failed-run.ts';
import { readHistory } from '../../../../runner/history/entries.ts';
import type { ReleaseEvent } from '../../../../runner/report/events.ts';
import { npmRun } from '../../../../runner/report/next.ts';
import { formatPair } from '../../../../stack/pair.ts';
import { Propagation } from '../../../../runner/traffic/propagation.ts';
import { pairOf } from '../../../../runner/traffic/target.ts';
import { approvalOf } from '../../../../runner/traffic/waiting.ts';
import { regionNames } from './_in-regions.ts';
import {
  createRegions,
  greetings,
  releaseAll,
  rollBackAll,
  testedAfter,
  type RegionsStack,
} from './_regions.ts';
import { functionName, handlerSaying, isStandbyClosed } from './_stack.ts';
import { redIn } from './_tier-commands.ts';

test.serial(
  'a release reaches every region, prod wave by wave, and is accepted when the last is green',
  async (t) => {
    const stack = await createRegions(t);
    const ended: string[] = [];
    const report = await releaseAll(t, stack, 'one', {
      onEvent(event) {
        if (event.kind === 'step-ended') {
          ended.push(event.step);
        }
      },
    });
    t.is(report.outcome, 'released');
    t.deepEqual(
      report.targets.map(({ name, region }) => `${name} in ${region ?? ''}`),
      regionNames.flatMap((region) => [`stage in ${region}`, `prod in ${region}`]),
    );
    t.deepEqual(await greetings(stack), ['one', 'one', 'one']);
    const at = (step: string) => ended.indexOf(step);
    for (const region of ['us-east-1', 'ap-southeast-2']) {
      t.true(at(`api-tier-prod@${region}`) < at('promote-prod@eu-west-1'), region);
      t.true(at('ready-prod@eu-west-1') < at(`promote-prod@${region}`), region);
      t.true(at(`ready-prod@${region}`) < at('accept-prod@eu-west-1'), region);
      t.true(at(`accept-stage@${region}`) < at('standby-prod@eu-west-1'), region);
    }
  },
);

test.serial(
  'red on the standby of a region, callers of no region have met the candidate',
  async (t) => {
    const stack = await createRegions(t);
    await releaseAll(t, stack, 'one');
    const prods = () => Promise.all(regionNames.map((region) => stack.in[region].alias('PROD')));
    const before = await prods();
    const failed = await t.throwsAsync(
      releaseAll(t, stack, 'two', { tiers: { api: redIn('us-east-1', 'prod') } }),
      { instanceOf: FailedRun },
    );
    t.is(failed.status, 1);
    t.deepEqual(failed.putBack, []);
    t.deepEqual(await prods(), before, 'nothing was written for them');
    for (const region of regionNames) {
      t.true(await isStandbyClosed(stack.in[region]), region);
    }
  },
);

test.serial('red in the second wave puts back the first, too', async (t) => {
  const stack = await createRegions(t);
  await releaseAll(t, stack, 'one');
  const failed = await t.throwsAsync(
    releaseAll(t, stack, 'two', { ...testedAfter, tiers: { api: redIn('us-east-1', 'prod') } }),
    { instanceOf: FailedRun },
  );
  t.deepEqual(await greetings(stack), ['one', 'one', 'one']);
  t.deepEqual(await greetings(stack, 'stage'), ['two', 'two', 'two'], 'accepted before');
  t.true(failed.putBack.includes('prod in eu-west-1'), failed.putBack.join());
  t.is(failed.status, 1);
  t.regex(failed.message, /, in us-east-1\. Put back: /);
  const history = await readHistory(
    { lambda: stack.in['eu-west-1'].clients.lambda, logs: stack.in['eu-west-1'].clients.logs },
    functionName,
    1,
  );
  t.deepEqual(
    history.map(({ outcome, putBack }) => ({ outcome, putBack })),
    [{ outcome: 'red', putBack: ['prod'] }],
  );
});

test.serial('a rollback takes every region back, and of one that one alone', async (t) => {
  const stack = await createRegions(t);
  await releaseAll(t, stack, 'one');
  await releaseAll(t, stack, 'two');
  let events: ReleaseEvent[] = [];
  const onEvent = (event: ReleaseEvent) => events.push(event);
  const findWarning = () =>
    events.findIndex(({ kind, ...rest }) => 'text' in rest && rest.text.includes('different code'));
  await rollBackAll(t, stack, { onEvent });
  t.deepEqual(await greetings(stack), ['one', 'one', 'one']);
  t.is(findWarning(), -1);

  await releaseAll(t, stack, 'three');
  await rollBackAll(t, stack, { places: ['us-east-1'] });
  t.deepEqual(await greetings(stack), ['three', 'one', 'three']);

  await releaseAll(t, stack, 'four');
  events = [];
  const { moved } = await rollBackAll(t, stack, { onEvent });
  t.deepEqual(await greetings(stack), ['three', 'one', 'three']);
  const warning = events[findWarning()];
  const moves = events.findIndex((event) => 'step' in event && event.step.startsWith('go-back'));
  t.true(findWarning() < moves, 'before anything moves');
  const ways = (warning?.kind === 'note' ? warning.text : '').matchAll(
    /prod in (\S+) to (\S+) \((sha256:\w{8})…\)/g,
  );
  const told = [...ways].map(([, region, pair, digest]) => ({ region, pair, digest }));
  t.deepEqual(
    told.map(({ region, pair }) => ({ region, pair })),
    moved.map(({ target }) => ({ region: target.region, pair: formatPair(pairOf(target)) })),
  );
  const [home, american, australian] = told.map(({ digest }) => digest);
  t.is(home, australian);
  t.not(home, american);
});

test.serial(
  'where a region has nothing to go back to, a rollback says which have, and how to go on',
  async (t) => {
    const stack = await createRegions(t);
    await releaseAll(t, stack, 'one', { skipped: ['us-east-1'] });
    await releaseAll(t, stack, 'two');
    const before = (await stack.in['eu-west-1'].alias('PROD')).description;
    const [, earlier = ''] = /after (\S+?),? /.exec(before) ?? [];
    const failed = await t.throwsAsync(rollBackAll(t, stack), { instanceOf: FailedRun });
    t.is(failed.status, 2);
    t.true(
      failed.message.includes(`prod can go back in eu-west-1 (to ${earlier}) and ap-southeast-2`),
    );
    t.regex(
      failed.message,
      / alone\. Before, nothing was released to target prod: .*, in us-east-1/,
    );
    t.regex(
      failed.message,
      /Next: go back where that is possible: npm run rollback -- --target prod --skip-region us-east-1, or /,
    );
    t.deepEqual(await greetings(stack), ['two', 'two', 'two']);
    await rollBackAll(t, stack, { skipped: ['us-east-1'] });
    t.deepEqual(await greetings(stack), ['one', 'two', 'one']);
  },
);

test.serial(
  'a target is retired while no region has a release, and only where none of them calls it',
  async (t) => {
    const stack = await createRegions(t);
    const all = regionNames.map((name) => ({ name, clients: stack.in[name].clients }));
    const locks = () =>
      Promise.all(
        regionNames.map(async (name) => (await stack.in[name].alias('RELEASE')).description),
      );
    const held: (readonly string[])[] = [];
    const retire = () =>
      takeAway(
        {
          outputs: stack.embedded.outputs,
          regions: all.map(({ name, clients: { lambda } }) => ({ name, lambda })),
          calledIn: all.map(({ clients: { cloudwatch } }) => cloudwatch),
          program: {
            async retire() {
              held.push(await locks());
              return { outputs: stack.embedded.outputs, changes: 1 };
            },
          },
        },
        { target: 'stage' },
        {
          mayBeCalled: false,
          drain: () => Promise.reject(new Error('No region is retired')),
          propagation: new Propagation({ alias: 0, stage: 0, read: 0 }),
          stop: new AbortController(),
        },
      );
    t.is(await retire(), 0);
    t.is(held.flat().filter((description) => description.startsWith('held by release ')).length, 3);
    t.deepEqual(await locks(), ['free', 'free', 'free']);

    await stack.in['us-east-1'].ask('stage');
    await t.throwsAsync(retire, {
      instanceOf: UsageError,
      message: 'Target stage, which had 1 request in the last hour, is still called',
    });
    t.is(held.length, 1, 'nothing is taken away');
    t.deepEqual(await locks(), ['free', 'free', 'free']);
  },
);

test.serial(
  'a region that is down stops a release before prod; without it the others go on, and it catches up',
  async (t) => {
    const stack = await createRegions(t);
    await releaseAll(t, stack, 'one');
    const { faults } = stack.embedded.aws;
    const two = await handlerSaying(t, 'two');
    faults.replace([regionDown('us-east-1')]);
    const failed = await t.throwsAsync(releaseAll(t, stack, two), { instanceOf: FailedRun });
    t.is(failed.status, 3);
    t.regex(failed.message, /Region us-east-1 cannot be reached/);
    t.regex(failed.message, /npm run release -- --skip-region us-east-1$/);
    const until = npmRun('release', '--until', 'stage', '--skip-region', 'ap-southeast-2');
    const again = releaseAll(t, stack, two, { typed: until, skipped: ['ap-southeast-2'] });
    t.regex(
      (await t.throwsAsync(again)).message,
      /npm run release -- --until stage --skip-region ap-southeast-2 --skip-region us-east-1$/,
    );
    const back = npmRun('rollback', '--target', 'prod');
    t.regex(
      (await t.throwsAsync(rollBackAll(t, stack, { typed: back }))).message,
      /npm run rollback -- --target prod --skip-region us-east-1$/,
    );
    await releaseAll(t, stack, two, { skipped: ['us-east-1'] });
    faults.clear();
    t.deepEqual(await greetings(stack), ['two', 'one', 'two']);
    const report = await releaseAll(t, stack, two);
    t.is(report.outcome, 'released');
    t.deepEqual(await greetings(stack), ['two', 'two', 'two']);
    t.is((await releaseAll(t, stack, two)).outcome, 'nothing to release');
  },
);

test.serial(
  'a region that is lost in the middle is named, and the others are put back',
  async (t) => {
    const stack = await createRegions(t);
    await releaseAll(t, stack, 'one');
    const { faults } = stack.embedded.aws;
    const failed = await t.throwsAsync(
      releaseAll(t, stack, 'two', {
        onEvent(event) {
          if (event.kind === 'step-ended' && event.step === 'ready-prod@eu-west-1') {
            faults.replace([regionDown('us-east-1')]);
          }
        },
      }),
      { instanceOf: FailedRun },
    );
    t.regex(failed.message, /us-east-1/);
    faults.clear();
    t.deepEqual(await greetings(stack), ['one', 'one', 'one']);
    t.is((await releaseAll(t, stack, 'two')).outcome, 'released');
    t.deepEqual(await greetings(stack), ['two', 'two', 'two']);
  },
);

test.serial(
  'of two releases at the same time one gets every region, and the other none',
  async (t) => {
    const stack = await createRegions(t);
    await releaseAll(t, stack, 'one');
    const ends = await Promise.allSettled([
      releaseAll(t, stack, 'two', { id: 'r-two' }),
      releaseAll(t, stack, 'three', { id: 'r-three' }),
    ]);
    const failures = ends.flatMap((end) =>
      end.status === 'rejected' ? [end.reason as unknown] : [],
    );
    t.is(failures.length, 1);
    t.true(failures[0] instanceof FailedRun && failures[0].reason instanceof LockedError);
    const [first = '', ...others] = await greetings(stack);
    t.true(['two', 'three'].includes(first), first);
    t.deepEqual(others, [first, first]);
  },
);

test.serial('an API definition that comes back is approved in every region', async (t) => {
  const stack = await createRegions(t);
  const bundle = await handlerSaying(t, 'one');
  await releaseAll(t, stack, bundle);
  await releaseAll(t, await withEditedApi(stack), bundle);

  // The edit is reverted: in every region the same definition has the deployment that it had.
  const { outcome, targets } = await releaseAll(t, stack, bundle, asking);
  t.is(outcome, 'waiting for approval');
  t.deepEqual(approvalOf(targets), npmRun('release', '--continue'));
  await releaseAll(t, stack, bundle, { ...asking, isContinued: true });
  for (const region of regionNames) {
    const there = stack.in[region];
    t.is(await there.ask('prod'), `200 one 2@${there.outputs.deploymentId}`, region);
  }
});

test.serial('what one region was rolled back from is approved with --again only', async (t) => {
  const stack = await createRegions(t);
  await releaseAll(t, stack, 'one');
  const bundle = await handlerSaying(t, 'two');
  await releaseAll(t, stack, bundle);
  await rollBackAll(t, stack, { skipped: ['eu-west-1', 'ap-southeast-2'] });
  const { targets } = await releaseAll(t, stack, bundle, { ...asking, isAgain: true });
  t.deepEqual(approvalOf(targets), npmRun('release', '--continue', '--again'));
  const options = { ...asking, isContinued: true };
  await t.throwsAsync(releaseAll(t, stack, bundle, options), {
    instanceOf: FailedRun,
    message: /^Nothing waits for approval, in eu-west-1\./,
  });
  t.deepEqual(await greetings(stack), ['two', 'one', 'two']);
  await releaseAll(t, stack, bundle, { ...options, isAgain: true });
  t.deepEqual(await greetings(stack), ['two', 'two', 'two']);
});

const asking = { targets: { prod: { approval: 'required' } } } as const;

/** The same stack, with another API definition in every region. */
async function withEditedApi(stack: RegionsStack): Promise<RegionsStack> {
  const edited = regionNames.map(async (region) => {
    const there = stack.in[region];
    const deploymentId = await there.deployApi((body) => body.replaceAll("'no-store'", "'other'"));
    return [region, { ...there, outputs: { ...there.outputs, deploymentId } }] as const;
  });
  return { ...stack, in: Object.fromEntries(await Promise.all(edited)) as RegionsStack['in'] };
}
