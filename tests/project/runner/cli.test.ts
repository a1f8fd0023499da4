import { existsSync } from 'node:fs';
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { commandNames } from '../../../runner/report/results/parts.ts';
import { failureResult } from '../../../runner/report/results/failure.ts';
import { isFullForm } from '../_helpers/matrix.ts';
import { createCheckout, type Checkout } from '../behaviour/e2e/_checkout.ts';
import { startCommand, type Environment, type Outcome } from '../behaviour/e2e/_command.ts';

const checkout = await createCheckout();
test.after.always(() => checkout.close());

function cli(args: readonly string[], env?: Environment): Promise<Outcome> {
  const file = join(checkout.root, 'runner', 'cli.ts');
  return startCommand(process.execPath, [file, ...args], checkout.root, env).ended;
}

/** `npm run …`, as it is typed. */
function npm(
  args: readonly string[],
  env?: Environment,
  { root }: Pick<Checkout, 'root'> = checkout,
): Promise<Outcome> {
  return startCommand('npm', ['run', '--silent', ...args], root, env).ended;
}

test('without a command it lists all', async (t) => {
  const { status, stdout } = await cli([]);
  t.is(status, 0);
  for (const name of commandNames) {
    t.regex(stdout, new RegExp(`^  ${name} `, 'm'));
  }
  t.is((await cli(['--help'])).stdout, stdout);
});

test('a command that there is not is answered with the nearest', async (t) => {
  const { status, stdout, stderr } = await cli(['relaese', '--json']);
  t.is(status, 2);
  t.is(stderr, 'There is no command relaese. Next: npm run release\n');
  t.like(failureResult.parse(JSON.parse(stdout)), { command: null, outcome: 'refused' });
});

/** Each costs three processes; what they say of every command is tested in this process, in commands/. */
const sampled = isFullForm
  ? commandNames
  : (['release', 'rollback', 'history', 'test:api'] as const);

for (const name of sampled) {
  test(`${name} --help is its own help`, async (t) => {
    const { status, stdout, stderr } = await cli([name, '--help', '--stack', 'dev']);
    t.is(status, 0);
    t.is(stderr, '');
    t.true(stdout.startsWith(`Usage: npm run ${name} -- [options]\n`));
  });

  for (const [args, problem, next] of [
    [['--frobnicate'], /has no option --frobnicate$/, `npm run ${name} -- --help`],
    [['--stack', 'nowhere'], /^There is no stack nowhere: /, 'pulumi stack init nowhere'],
  ] as const) {
    test(`${name} ${args.join(' ')} --json is one object, and a line for a person`, async (t) => {
      const { status, stdout, stderr } = await cli([name, ...args, '--json']);
      t.is(status, 2);
      t.regex(stderr, /^[^\n]*\. Next: [^\n]*\n$/);
      t.is(stdout.trim().split('\n').length, 1);
      const said: unknown = JSON.parse(stdout);
      const failure = failureResult.parse(said);
      t.deepEqual(failure, said, 'no field that the schema does not know');
      t.like(failure, { command: name, outcome: 'refused', status: 2, failedStep: null });
      t.regex(failure.problem, problem);
      t.is(failure.next.command, next);
    });
  }
}

test('a reader of the help that goes away is no failure', async (t) => {
  const file = join(checkout.root, 'runner', 'cli.ts');
  const line = `{ "$0" "${file}" release --help; echo $? >&2; } | head -1`;
  const ended = startCommand('sh', ['-c', line, process.execPath], checkout.root).ended;
  t.like(await ended, { stdout: 'Usage: npm run release -- [options]\n', stderr: '0\n' });
});

test('without local/ a command names a stack on AWS', async (t) => {
  const without = await createCheckout();
  t.teardown(() => without.close());
  await rm(join(without.root, 'local'), { recursive: true });
  const { status, stderr } = await npm(['status'], {}, without);
  t.is(status, 3);
  t.regex(stderr, /Next: name a stack on AWS: npm run status -- --stack dev\n$/);
});

for (const [typed, line] of [
  [['release', '--dry-run'], 'npm run release -- --dry-run'],
  [['release', '--dryrun'], 'npm run release -- --dry-run'],
  [['release', '--stack', 'dev', '--again'], 'npm run release -- --stack dev --again'],
  [['release', 'dev'], 'npm run release -- --stack dev'],
  [['rollback', '--target=stage'], 'npm run rollback -- --target stage'],
  [
    ['rollback', '--target', 'stage', '--', '--to', '3'],
    'npm run rollback -- --target stage --to 3',
  ],
  [['rollback', '--to', '3'], 'npm run rollback -- --to 3'],
  [['prune', '--keep=3'], 'npm run prune -- --keep 3'],
  [['status', '--json'], 'npm run status -- --json'],
] as const) {
  test(`npm run ${typed.join(' ')} runs nothing, and says what to type`, async (t) => {
    const { status, stderr, lastLine } = await npm(typed);
    t.is(status, 2, stderr);
    t.true(lastLine.includes(line), lastLine);
    t.false(existsSync(join(checkout.root, '.local')));
  });
}

test('settings of npm that are called like options are no reason to refuse', async (t) => {
  const configured = await createCheckout();
  t.teardown(() => configured.close());
  await appendFile(join(configured.root, '.npmrc'), '\njson=true\ntarget=30.0.0\n');
  const env = { npm_config_yes: 'true', npm_config_target_arch: 'arm64' };
  for (const name of ['rollback', 'destroy', 'test:api']) {
    const { stderr } = await npm([name, '--', '--stack', 'nowhere'], env, configured);
    t.regex(stderr, /^There is no stack nowhere: /m, name);
  }
});
