import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { z } from 'zod';
import { reportData } from '../../../../runner/report/model/report-data.ts';
import { countStarts, type CountedPulumi } from '../../../bench/counted-pulumi.ts';
import { createCheckout, type Answer } from './_checkout.ts';
import { userPath, type Outcome } from './_command.ts';

const checkout = await createCheckout();
test.after.always(() => checkout.close());

const targets = ['stage', 'prod'] as const;
const preview = ['pulumi', 'preview', '--stack', 'local', '--expect-no-changes'];
const redSentence =
  /^The (\w+) tier is red .*\. (Put back: stage|Nothing had to be put back)\. Serving now: stage \d+@\w+, prod \d+@\w+\. Next: .*npm run release/;

async function answersOfBoth(): Promise<Answer[]> {
  return Promise.all(targets.map((target) => checkout.ask(target)));
}

async function bothServe(t: ExecutionContext, edition: string): Promise<void> {
  for (const target of targets) {
    t.is(await checkout.edition(target), edition, target);
  }
}

async function releaseGreen(t: ExecutionContext, ...args: readonly string[]): Promise<string> {
  return greenOutput(t, await checkout.release(...args));
}

function greenOutput(t: ExecutionContext, { status, stdout, stderr }: Outcome): string {
  t.is(status, 0, stderr);
  t.notRegex(stderr, /warning/);
  return stdout;
}

/** The Pulumi CLI as a user's own on the `PATH`. */
async function countPulumi(): Promise<CountedPulumi> {
  const args = ['--', 'sh', '-c', 'command -v pulumi'];
  const { stdout } = await checkout.run('local', args);
  return countStarts(join(checkout.root, 'counted'), stdout.trim());
}

test.serial('the first release takes the function through both targets', async (t) => {
  t.timeout(120_000);
  const pulumi = await countPulumi();
  const path = [pulumi.folder, dirname(pulumi.cli), userPath()].join(delimiter);
  const stdout = greenOutput(t, await checkout.run('release', [], { PATH: path }));
  // A CLI that nobody has seen yet is asked for its version, once.
  t.deepEqual(pulumi.takeStarts(), ['version', 'stack init local', 'up']);
  t.is(pulumi.providers().size, 1, 'they share a provider');
  t.regex(stdout, /^target +before +now +url$/m);
  t.regex(stdout, /\n\nReleased in \d+\.\d s: new code\.\n(Back to .*\n)?$/);
  t.is(stdout.split('\n').length, 6, 'does not repeat what was shown as it went');
  await checkout.serve();
  const status = await checkout.status();
  t.is(status.stack, 'local');
  t.deepEqual(
    status.targets.map(({ name, alias, apiStage, weights }) => ({
      name,
      alias,
      apiStage,
      weights,
    })),
    [
      { name: 'stage', alias: 'STAGE', apiStage: 'stage', weights: {} },
      { name: 'prod', alias: 'PROD', apiStage: 'prod', weights: {} },
    ],
  );
  for (const { name, version, deploymentId, url } of status.targets) {
    t.regex(
      stdout,
      new RegExp(`^${name} +1@${deploymentId} +${version}@${deploymentId} +${url}$`, 'm'),
    );
    t.deepEqual(await checkout.ask(name === 'stage' ? 'stage' : 'prod'), {
      status: 200,
      body: { greeting: 'Hello, World!' },
      version,
      deployment: deploymentId,
    });
  }
});

test.serial('right after a release pulumi preview shows no change', async (t) => {
  t.timeout(120_000);
  const { status, stdout, stderr } = await checkout.run('local', ['--', ...preview]);
  t.is(status, 0, stdout + stderr);
  t.regex(stdout, /\d+ unchanged/);
});

test.serial('a second run has nothing to release and changes nothing', async (t) => {
  t.timeout(120_000);
  const before = await checkout.live();
  const { status, stdout, stderr } = await checkout.release();
  t.is(status, 0, stderr);
  t.regex(stdout, /\nNothing to release: /);
  t.regex(stderr, /provision +0\.\d s +unchanged since /, 'no Pulumi CLI is started');
  t.deepEqual(await checkout.live(), before);
});

test.serial('a dry run of an edited handler lists the steps and writes nothing', async (t) => {
  t.timeout(120_000);
  await checkout.editHandler('dry');
  const before = await checkout.live();
  const { status, stdout, stderr } = await checkout.release('--dry-run');
  t.is(status, 0, stderr);
  t.regex(stdout, /\nDry run: nothing was written\.\n$/);
  t.regex(stderr, /· publish version .*would publish a new version/);
  t.regex(stderr, /· promote prod .*would move /);
  t.deepEqual(await checkout.live(), before);
});

test.serial('an edited handler becomes a new version on both targets', async (t) => {
  t.timeout(120_000);
  await checkout.editHandler('second');
  const before = await checkout.live();
  const file = join(checkout.root, 'events.ndjson');
  const stdout = await releaseGreen(t, '--json', '--events', file);

  const report = z
    .object({ outcome: z.string(), status: z.number(), targets: z.array(z.looseObject({})) })
    .parse(JSON.parse(stdout));
  t.like(report, { outcome: 'released', status: 0 });
  t.deepEqual(report.targets, (await checkout.status()).targets);

  const live = await checkout.live();
  t.is(live.versions.length, before.versions.length + 1);
  t.deepEqual(live.deployments, before.deployments);
  t.is(live.aliases.PROD?.version, live.versions.at(-1));
  t.is(live.aliases.STAGE?.version, live.versions.at(-1));
  await bothServe(t, 'second');

  const events = checkout.events(file);
  t.is(events[0]?.kind, 'release');
  t.like(events.at(-1), { kind: 'ended', outcome: 'released', status: 0 });
  const folder = join(checkout.root, '.local', 'reports', String(events[0]?.release));
  const left = reportData.parse(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')));
  t.like(left.result, { outcome: 'released', status: 0 });
  t.deepEqual(
    left.targets.map(({ name, before: was, after }) => [
      name,
      was?.serves.version !== after?.serves.version,
    ]),
    targets.map((name) => [name, true]),
  );
  t.deepEqual(
    left.gates.map(({ step, isGreen }) => [step, isGreen]),
    ['unit-tier', 'lambda-tier', 'api-tier-stage', 'api-tier-prod'].map((step) => [step, true]),
  );
  t.true(left.calls.some(({ operation }) => operation === 'UpdateAlias'));
  t.true((await readFile(join(folder, 'report.html'), 'utf8')).includes('Every gate was green'));
  const stepsOf = (kind: string) =>
    events.filter((event) => event.kind === kind).map(({ step }) => step);
  t.deepEqual(stepsOf('step-started').sort(), stepsOf('step-ended').sort());
  for (const step of ['preflight', 'unit-tier', 'provision', 'version', 'accept-prod']) {
    t.true(stepsOf('step-started').includes(step), step);
  }
});

for (const tier of ['unit', 'lambda', 'api'] as const) {
  test.serial(`with a red ${tier} tier both targets serve what they served`, async (t) => {
    t.timeout(120_000);
    const before = await checkout.live();
    const answers = await answersOfBoth();
    await checkout.editHandler(`red ${tier}`);
    const undo = await checkout.edit(`tests/${tier}/greeting.test.ts`, 'Hello, ', 'Goodbye, ');
    const { status, stdout, stderr, lastLine } = await checkout.release();
    t.is(status, 1, stderr);
    t.is(stdout, '');
    t.regex(stderr, /Goodbye, /, 'shows what the test printed');
    const [, redTier, putBack] = redSentence.exec(lastLine) ?? [];
    t.is(redTier, tier, lastLine);
    t.is(putBack, tier === 'api' ? 'Put back: stage' : 'Nothing had to be put back');

    const live = await checkout.live();
    t.deepEqual(live.aliases.PROD, before.aliases.PROD);
    t.is(live.aliases.STAGE?.version, before.aliases.STAGE?.version);
    t.deepEqual(live.stages, before.stages);
    t.deepEqual(await answersOfBoth(), answers);
    await bothServe(t, 'second');
    await undo();
  });
}

test.serial(
  'a gate that is red on prod alone is so before prod moves, and leaves stage released',
  async (t) => {
    t.timeout(120_000);
    const before = await checkout.live();
    await checkout.editHandler('red on prod');
    const undo = await checkout.edit(
      'tests/api/greeting.test.ts',
      'const answer = await greet(t);',
      `t.notRegex(target.url, /prod_standby$/); const answer = await greet(t);`,
    );
    const { status, lastLine } = await checkout.release();
    await undo();
    t.is(status, 1);
    const live = await checkout.live();
    t.is(live.aliases.STAGE?.version, live.versions.at(-1));
    t.deepEqual(live.aliases.PROD, before.aliases.PROD);
    t.deepEqual(live.stages.prod, before.stages.prod);
    t.regex(lastLine, /Nothing had to be put back\. Serving now: stage \d+@/);
    t.is(await checkout.edition('stage'), 'red on prod');
    t.is(await checkout.edition('prod'), 'second');
  },
);

const route = `
  /motto:
    get:
      responses: { '200': { description: A motto, content: { application/json: {} } } }
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses:
          default:
            statusCode: '200'
            responseTemplates: { application/json: '{"motto": "MOTTO"}' }

components:`;
const addRoute = (motto: string) =>
  checkout.edit('infra/openapi.yaml', '\ncomponents:', route.replace('MOTTO', motto));

test.serial('with a red api tier an edited route reaches neither target', async (t) => {
  t.timeout(120_000);
  const before = await checkout.live();
  const undoRoute = await addRoute('never');
  const undo = await checkout.edit('tests/api/greeting.test.ts', 'Hello, ', 'Goodbye, ');
  const { status, lastLine } = await checkout.release();
  await undo();
  await undoRoute();
  t.is(status, 1);
  t.regex(lastLine, /Put back: stage\./);
  t.deepEqual((await checkout.live()).stages, before.stages);
  for (const target of targets) {
    t.is((await checkout.ask(target, '/motto')).status, 403, target);
    t.is((await checkout.ask(target)).status, 200, target);
  }
});

test.serial(
  'an edited route and an edited handler reach stage, are tested, then prod',
  async (t) => {
    t.timeout(120_000);
    const before = await checkout.live();
    await addRoute('gated');
    await checkout.editHandler('third');
    const file = join(checkout.root, 'events.ndjson');
    t.regex(
      await releaseGreen(t, '--events', file),
      /\nReleased in .*: new code and API definition\.\n(Back to .*\n)?$/,
    );

    const steps = checkout
      .events(file)
      .filter(({ kind }) => kind === 'step-ended')
      .map(({ step }) => step);
    t.true(steps.indexOf('api-tier-stage') < steps.indexOf('promote-prod'));
    t.true(steps.includes('api-tier-stage'));
    const live = await checkout.live();
    for (const target of targets) {
      t.like(await checkout.ask(target, '/motto'), { status: 200, body: { motto: 'gated' } });
      t.false(before.deployments.includes(live.stages[target]?.deploymentId ?? ''));
      t.is(live.stages[target]?.variables.LambdaAlias, target.toUpperCase());
    }
    await bothServe(t, 'third');
  },
);

test.serial(
  'after a release of the API pulumi preview shows no change, and a run has nothing to do',
  async (t) => {
    t.timeout(120_000);
    const shown = await checkout.run('local', ['--', ...preview]);
    t.is(shown.status, 0, shown.stdout + shown.stderr);
    const before = await checkout.live();
    t.regex(await releaseGreen(t), /\nNothing to release: /);
    t.deepEqual(await checkout.live(), before);
  },
);

test.serial('a reader of the status that goes away is no failure', async (t) => {
  const line = 'npm run --silent --prefix "$0" status 2>errors | head -1; cat errors';
  const { stdout } = await checkout.shell(line);
  t.regex(stdout, /^target +alias +version +deployment +state +url\n$/);
});

const whereDisksCanBeFull = existsSync('/dev/full') ? test.serial : test.serial.skip;

whereDisksCanBeFull(
  'a release whose output gets nowhere releases all the same, and says so',
  async (t) => {
    await checkout.editHandler('unheard');
    const release = 'cd "$0" && node_modules/.bin/node runner/start.mjs runner/cli.ts release';
    const { status, stderr } = await checkout.shell(
      `${release} --events /dev/full > /dev/full 2>&1`,
    );
    t.is(status, 3, stderr);
    t.is(await checkout.edition('stage'), 'unheard');
    t.is(await checkout.edition('prod'), 'unheard');
    const again = await checkout.shell(`${release} --events /dev/full > /dev/full`);
    t.is(again.status, 3);
    t.regex(again.stderr, /The events file is cut short: ENOSPC/);
    t.regex(again.lastLine, /^The command has done its work, but not all .* written: ENOSPC/);
  },
);

test.serial('the tiers run by hand against what a target serves', async (t) => {
  t.timeout(120_000);
  const lambda = await checkout.run('test:lambda');
  t.is(lambda.status, 0, lambda.stderr);
  t.regex(lambda.stdout, /^The lambda tier is green on stage: version \d+/);
  const api = await checkout.run('test:api', ['--target', 'prod']);
  t.is(api.status, 0, api.stderr);
  t.regex(api.stdout, /^The api tier is green on prod: version \d+/);
});
