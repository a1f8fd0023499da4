import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { findPulumi } from '../../../../local/toolchain/pulumi.ts';
import { findOnPath } from '../../../../local/toolchain/executables.ts';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';
import { createCheckout } from './_checkout.ts';
import { userPath, type Outcome } from './_command.ts';

const checkout = await createCheckout();
test.after.always(() => checkout.close());

function refused(t: ExecutionContext, outcome: Outcome, status: number, sentence: RegExp): void {
  t.is(outcome.status, status, outcome.stderr);
  t.is(outcome.stdout, '');
  t.regex(outcome.stderr, sentence);
  t.notRegex(outcome.stderr, /^ {4}at /m);
  t.notRegex(outcome.stderr, /\[object Object\]|undefined/);
}

test.serial('without AWS credentials a release stops within seconds', async (t) => {
  t.timeout(60_000);
  const { binDir } = await findPulumi();
  const started = performance.now();
  const outcome = await checkout.run('release', ['--stack', 'dev'], {
    HOME: await temporaryFolder(t),
    PATH: [userPath(), binDir].join(delimiter),
  });
  const seconds = (performance.now() - started) / 1000;
  refused(t, outcome, 3, /No AWS credentials were found.*Next: sign in/);
  t.true(seconds < 20, `it took ${seconds.toFixed(1)} s`);
});

test.serial('an unknown stack is one sentence', async (t) => {
  const outcome = await checkout.run('release', ['--stack', 'nowhere']);
  refused(t, outcome, 2, /^There is no stack nowhere: .*Pulumi\.nowhere\.yaml.*Next: .*\n$/);
});

test.serial('an alarm that no target is judged by cannot be ignored', async (t) => {
  const outcome = await checkout.release('--ignore-alarms', 'orders-lost');
  refused(
    t,
    outcome,
    2,
    /^Stack local is not judged by an alarm orders-lost: no target has any\. Next: npm run release\n$/,
  );
});

test.serial('the next command names the stack that it is about', async (t) => {
  const outcome = await checkout.release('--stack', 'dev', '--ignore-alarms', 'orders-lost');
  refused(t, outcome, 2, /Next: npm run release -- --stack dev\n$/);
});

for (const [what, line, sentence] of [
  [
    'throws',
    "throw new Error('mine');",
    /^The program does not load: mine \(infra\/own\.ts, line \d+\)\./m,
  ],
  [
    'is no TypeScript',
    'const = 1;',
    /^The program does not load: .*\(infra\/own\.ts, line \d+\)\. .*Next: edit infra\/own\.ts$/m,
  ],
  [
    'imports what there is not',
    "import './tabel.ts';",
    /^The program does not load: Cannot find module .*tabel\.ts/m,
  ],
] as const) {
  test.serial(`a program that ${what} is one sentence`, async (t) => {
    const first = 'import type';
    const undo = await checkout.edit('infra/own.ts', first, `${line}\n${first}`);
    t.teardown(undo);
    refused(t, await checkout.release(), 2, sentence);
  });
}

const mistakes = `    name: a greeting
    memorySize: 64
    memory: 1
  gated-lambda-release:targets:
    - { name: stage, alias: STAGE, apiStage: stage }
    - { name: prod, alias: RELEASE, apiStage: prod, logging: LOUD }
`;

test.serial('of a wrong configuration every mistake is listed with its path', async (t) => {
  const undo = await checkout.edit('Pulumi.local.yaml', '    name: greeting\n', mistakes);
  const undoRelease = await checkout.edit(
    'Pulumi.local.yaml',
    'readinessPath: /',
    'readinessPath: ',
  );
  const outcome = await checkout.release();
  await undoRelease();
  await undo();
  refused(t, outcome, 2, /^The configuration of this stack is wrong:/);
  for (const path of [
    'function.name',
    'function.memorySize',
    'function: ',
    'targets[1].alias',
    'targets[1].logging',
    'release.readinessPath',
  ]) {
    t.true(outcome.stderr.includes(`\n  ${path}`), `${path} in ${outcome.stderr}`);
  }
  t.regex(outcome.lastLine, /Next: edit Pulumi\.local\.yaml$/);
});

test.serial('two targets of one alias are refused', async (t) => {
  const targets = `
  gated-lambda-release:targets:
    - { name: stage, alias: STAGE, apiStage: stage }
    - { name: prod, alias: STAGE, apiStage: prod }
`;
  const undo = await checkout.edit('Pulumi.local.yaml', ' greeting\n', ` greeting${targets}`);
  const outcome = await checkout.release();
  await undo();
  refused(
    t,
    outcome,
    2,
    /\n {2}targets\[1\]\.alias: is STAGE, as in an earlier target\. Next: .*\n$/,
  );
});

test.serial('a configuration that is not YAML is one sentence', async (t) => {
  const undo = await checkout.edit('Pulumi.local.yaml', 'config:', 'config: [');
  const outcome = await checkout.release();
  await undo();
  refused(
    t,
    outcome,
    2,
    /^Pulumi\.local\.yaml is not valid YAML: .*Next: edit Pulumi\.local\.yaml\n$/,
  );
});

for (const [args, sentence] of [
  [['--frobnicate'], /^release has no option --frobnicate\. Next: npm run release -- --help\n$/],
  [['twice'], /^release takes no argument twice\. Next: .*\n$/],
  [['--target', 'stage'], /release has no option --target\. Next: .*\n$/],
  [['--events', '/no/such/folder/events'], /The events file cannot be written: .*Next: .*\n$/],
] as const) {
  test.serial(`release ${args.join(' ')} is wrong usage`, async (t) => {
    refused(t, await checkout.release(...args), 2, sentence);
  });
}

/** PATH with what npm itself needs, and no pulumi or go. */
async function barePath(t: ExecutionContext): Promise<string> {
  const folder = join(await temporaryFolder(t), 'bin');
  await mkdir(folder);
  for (const name of ['node', 'npm', 'sh', 'env']) {
    const found = findOnPath(name, { PATH: userPath() });
    t.truthy(found, `${name} is on PATH`);
    await symlink(found ?? '', join(folder, name));
  }
  return folder;
}

test.serial('without a Pulumi CLI, and no way to get one, it says what to install', async (t) => {
  t.timeout(120_000);
  const outcome = await checkout.run('release', [], {
    PATH: await barePath(t),
    XDG_CACHE_HOME: await temporaryFolder(t),
    HTTPS_PROXY: 'http://127.0.0.1:1',
    HTTP_PROXY: 'http://127.0.0.1:1',
    https_proxy: 'http://127.0.0.1:1',
  });
  refused(t, outcome, 3, /Pulumi CLI.*install/is);
});

test.serial('a port that is in use is one sentence', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  t.teardown(() => other.close());
  await once(other, 'listening');
  const address = other.address();
  const port = String(typeof address === 'object' ? address?.port : address);
  const env = { LOCAL_AWS_DIR: await temporaryFolder(t), LOCAL_AWS_PORT: port };
  const outcome = await checkout.run('release', [], env);
  refused(t, outcome, 3, new RegExp(`^Port ${port}, .* taken by another program: .*\\n$`));
});

test.serial('a corrupt state file is one sentence, and nothing of it is lost', async (t) => {
  const own = await temporaryFolder(t);
  const folder = join(own, 'state');
  await mkdir(folder, { recursive: true });
  const file = join(folder, '000000000000-eu-west-1.json');
  const corrupt = '{"format":1,"state":{"lambda":';
  await writeFile(file, corrupt);
  const outcome = await checkout.run('release', [], { LOCAL_AWS_DIR: own });
  refused(
    t,
    outcome,
    3,
    /^The state of the embedded AWS in .* is corrupt .*npm run local -- reset\. Next: .*\n$/,
  );
  t.is(await readFile(file, 'utf8'), corrupt);
});

test.serial(
  "what Pulumi's CLI says before it begins is told without its whole output",
  async (t) => {
    t.timeout(120_000);
    const created = await checkout.run('local', ['pulumi', 'stack', 'ls']);
    t.is(created.status, 0, created.stderr);
    const folder = join('.local', 'pulumi', '.pulumi', 'stacks', 'gated-lambda-release');
    const undo = await checkout.edit(join(folder, 'local.json'), '}', '');
    const outcome = await checkout.run('drift');
    await undo();
    refused(
      t,
      outcome,
      3,
      /^pulumi stack output failed on stack local:\nfailed to load checkpoint: [^\n]*Next: [^\n]*\n$/,
    );
  },
);
