import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import test from 'ava';
import { createCheckout } from '../behaviour/e2e/_checkout.ts';
import { userPath } from '../behaviour/e2e/_command.ts';
import { runJob, type JobRun } from './_runner.ts';
import { jobOf, readWorkflow, type Job } from './_workflow.ts';

const checkout = await createCheckout();
test.after.always(() => checkout.close());

const workflow = readWorkflow('release.yml');
const build = jobOf(workflow, 'build');
const stage = jobOf(workflow, 'stage');
const prod = jobOf(workflow, 'prod');
const preview = readWorkflow('preview.yml');
const plan = jobOf(preview, 'plan');
const comment = jobOf(preview, 'comment');

function run(job: Job, digest = ''): Promise<JobRun> {
  return runJob(checkout.root, workflow, job, {
    expressions: {
      "vars.RELEASE_STACK || 'dev'": 'local',
      'secrets.PULUMI_ACCESS_TOKEN': '',
      'vars.PULUMI_BACKEND_URL': '',
      'secrets.PULUMI_CONFIG_PASSPHRASE': '',
      'needs.build.outputs.digest': digest,
    },
  });
}

test.serial(
  'the lines of release.yml take one bundle through stage and, approved, to prod',
  async (t) => {
    t.timeout(180_000);
    await checkout.edit(
      'Pulumi.local.yaml',
      '  gated-lambda-release:release:\n',
      '  gated-lambda-release:ci: { github: { repository: ada/greeting } }\n  gated-lambda-release:release:\n',
    );
    const built = await run(build);
    const bytes = readFileSync(join(checkout.root, 'bundle.zip'));
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    t.deepEqual(built.outputs, { digest });

    const staged = await run(stage, digest);
    t.deepEqual(staged.outputs, { waiting: 'prod' });
    t.is(prod.if, "needs.stage.outputs.waiting == 'prod'");
    t.regex(staged.summary, /⏸️/);
    await checkout.serve();
    t.is((await checkout.ask('stage')).status, 200);
    t.is((await checkout.ask('prod')).status, 503);

    // What GitHub checks out again has not been built here.
    const undo = await checkout.edit(
      'function/handler.ts',
      '\n  return name;\n',
      "\n  return name === 'edition' ? 'sources' : name;\n",
    );
    const released = await run(prod, digest);
    t.regex(released.summary, /^## ✅/);
    t.is((await checkout.ask('prod')).status, 200);
    t.is(await checkout.edition('prod'), 'edition', 'the bundle, and not the sources');
    t.is(readdirSync(join(checkout.root, '.local', 'reports')).length, 2);
    await undo();
  },
);

test.serial('the role that a job takes is for the repository in its environments', async (t) => {
  const { Roles = [] } = await checkout
    .clients()
    .iam.send(new ListRolesCommand({ PathPrefix: '/ci/' }));
  t.is(Roles.length, 1);
  t.regex(
    decodeURIComponent(Roles[0]?.AssumeRolePolicyDocument ?? ''),
    /"repo:ada\/greeting:environment:stage","repo:ada\/greeting:environment:prod"/,
  );
});

test.serial('where nothing waits, prod is left out', async (t) => {
  const { steps, ...rest } = stage;
  const last = { ...rest, steps: steps.filter(({ id }) => id === 'released') };
  const targets = [{ name: 'stage', url: 'http://example.test/stage' }];
  const result = JSON.stringify({ waiting: null, targets });
  await writeFile(join(checkout.root, 'release.json'), result);
  t.deepEqual((await run(last)).outputs, { waiting: '' });
});

/** A job up to its last checkout, and from there on. */
function around({ steps, ...job }: Job): readonly [Job, Job] {
  const at = steps.findLastIndex(({ uses = '' }) => uses.startsWith('actions/checkout@'));
  return [
    { ...job, steps: steps.slice(0, at) },
    { ...job, steps: steps.slice(at) },
  ];
}

test('no secret and no token of AWS is near what a pull request brings', (t) => {
  const text = JSON.stringify(preview);
  t.notRegex(text, /secrets\.|id-token|pull_request_target/);
  t.deepEqual(plan.permissions, { contents: 'read' });
  t.false(comment.steps.some(({ uses = '' }) => uses.startsWith('actions/checkout@')));
  t.is(comment.if, 'github.event.pull_request.head.repo.full_name == github.repository');
});

test.serial('the lines of preview.yml tell what a pull request changes', async (t) => {
  t.timeout(180_000);
  const [base, head] = around(plan);
  await runJob(checkout.root, preview, base, { expressions: {} });
  await checkout.editHandler('proposed');
  await checkout.edit('infra/openapi.yaml', '  /greeting:', '  /welcome:');
  const { summary } = await runJob(checkout.root, preview, head, { expressions: {} });
  t.regex(summary, /^## What a release to stack local would change$/m);
  t.regex(summary, /^[\d.]+ kB, \+[\d.]+ kB against what is served\.$/m);
  t.regex(summary, /^- added: `GET \/welcome`$/m);
  t.regex(summary, /^- \*\*removed\*\*: `GET \/greeting`$/m);
  t.regex(summary, /^\| \w+ \| `[\w-]+` \| aws:apigateway\/deployment:Deployment \|/m);
  t.is(await readFile(join(checkout.root, 'plan.md'), 'utf8'), summary);
});

test.serial('it comments once, and from then on edits that comment', async (t) => {
  const folder = join(dirname(checkout.root), 'github');
  await mkdir(folder);
  const gh = join(folder, 'gh');
  const calls = join(folder, 'calls');
  const answer = join(folder, 'answer');
  // GitHub's own program: what it was asked, and the comment that it found.
  await writeFile(
    gh,
    `#!/bin/sh\necho "$@" >> '${calls}'\ncase "$*" in *--jq*) cat '${answer}' ;; esac\n`,
  );
  await chmod(gh, 0o755);
  await writeFile(join(checkout.root, 'plan.md'), '## What it would change\n');
  const expressions = { 'github.token': 'none', 'github.event.pull_request.number': '7' };
  const env = { PATH: [folder, userPath()].join(delimiter) };
  const asked: string[][] = [];
  for (const found of ['', '4711\n']) {
    await writeFile(answer, found);
    await writeFile(calls, '');
    await runJob(checkout.root, preview, comment, { expressions, env });
    asked.push((await readFile(calls, 'utf8')).trimEnd().split('\n'));
  }
  const [first, second] = asked;
  t.is(
    first?.[1],
    'api --method POST repos/ada/greeting/issues/7/comments --field body=@comment.md',
  );
  t.is(
    second?.[1],
    'api --method PATCH repos/ada/greeting/issues/comments/4711 --field body=@comment.md',
  );
  const body = await readFile(join(checkout.root, 'comment.md'), 'utf8');
  t.is(body, '<!-- gated-lambda-release: plan -->\n## What it would change\n');
});
