import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { findCommand } from '../../../../runner/commands/all-commands.ts';
import { refuseSwallowed } from '../../../../runner/commands/npm-options.ts';
import { UsageError } from '../../../../runner/errors.ts';
import { formatNext } from '../../../../runner/report/message.ts';

type Environment = Readonly<Record<string, string>>;

/** What npm 10 and 11 set for a script whatever is typed. */
const always = (name: string): Environment => ({
  npm_lifecycle_event: name,
  npm_command: 'run',
  npm_config_yes: '',
  npm_config_audit: '',
  npm_config_fund: '',
  npm_config_allow_scripts: '',
  npm_config_loglevel: 'silent',
  npm_config_cache: '/home/ada/.npm',
  npm_config_node_gyp: '/usr/lib/node_modules/npm/node_modules/node-gyp/bin/node-gyp.js',
  npm_config_prefix: '/usr',
  npm_config_nodedir: '/usr',
  npm_config_userconfig: '/home/ada/.npmrc',
});

/** What was typed behind the command, what npm made of it, and what to type instead. */
const cases: readonly (readonly [
  typed: string,
  args: readonly string[],
  env: Environment,
  line: string,
])[] = [
  ['release --dry-run', [], { npm_config_dry_run: 'true' }, 'release -- --dry-run'],
  ['release --dryrun', [], { npm_config_dryrun: 'true' }, 'release -- --dry-run'],
  ['release --json', [], { npm_config_json: 'true' }, 'release -- --json'],
  ['release --again', [], { npm_config_again: 'true' }, 'release -- --again'],
  ['release --contineu', [], { npm_config_contineu: 'true' }, 'release -- --continue'],
  ['release --stack=dev', [], { npm_config_stack: 'dev' }, 'release -- --stack dev'],
  ['release --stack dev', ['dev'], { npm_config_stack: 'true' }, 'release -- --stack dev'],
  [
    'release --stack dev --dry-run -- --json',
    ['dev', '--json'],
    { npm_config_stack: 'true', npm_config_dry_run: 'true' },
    'release -- --stack dev --dry-run --json',
  ],
  [
    'release --stack dev --events f',
    ['dev', 'f'],
    { npm_config_stack: 'true', npm_config_events: 'true' },
    'release -- --stack NAME --events FILE',
  ],
  [
    'release --ignore-alarms=a --ignore-alarms="b c"',
    [],
    { npm_config_ignore_alarms: 'a\n\nb c' },
    "release -- --ignore-alarms a --ignore-alarms 'b c'",
  ],
  [
    'release --ignore-alarms a --ignore-alarms b',
    ['a', 'b'],
    { npm_config_ignore_alarms: 'true\n\ntrue' },
    'release -- --ignore-alarms a --ignore-alarms b',
  ],
  ['rollback --target=stage', [], { npm_config_target: 'stage' }, 'rollback -- --target stage'],
  [
    'rollback --target stage',
    ['stage'],
    { npm_config_target: 'true' },
    'rollback -- --target stage',
  ],
  ['rollback --to=3, npm 10', [], { npm_config_to: '3' }, 'rollback -- --to 3'],
  ['rollback --to 3, npm 11', [], { npm_config_token_description: '3' }, 'rollback -- --to 3'],
  ['history --limit 5', ['5'], { npm_config_limit: 'true' }, 'history -- --limit 5'],
  ['prune --min-age-days=2', [], { npm_config_min_age_days: '2' }, 'prune -- --min-age-days 2'],
];

for (const [typed, args, env, line] of cases) {
  test(`npm run ${typed} is refused`, (t) => {
    const [name = ''] = typed.split(' ');
    const refuse = () => {
      refuseSwallowed(findCommand(name), args, { ...always(name), ...env });
    };
    const error = t.throws(refuse, { instanceOf: UsageError });
    t.is(formatNext(error.next, 'local'), `npm run ${line}`);
  });
}

function accepted(
  t: ExecutionContext,
  name: string,
  env: Environment,
  args: readonly string[] = [],
): void {
  t.notThrows(() => {
    refuseSwallowed(findCommand(name), args, { ...always(name), ...env });
  });
}

test('what npm itself sets is nobody’s option', (t) => {
  for (const name of ['release', 'rollback', 'prune', 'destroy', 'test:api']) {
    accepted(t, name, {});
  }
});

test('an option that also stands behind -- was meant for both', (t) => {
  accepted(t, 'release', { npm_config_stack: 'dev' }, ['--stack', 'dev']);
  accepted(t, 'release', { npm_config_json: 'true' }, ['--json']);
});

test('npm_config_yes of a CI system is npm’s own', (t) => {
  accepted(t, 'destroy', { npm_config_yes: 'true' });
});

test('the target of a build with node-gyp is no target of a stack', (t) => {
  accepted(t, 'rollback', { npm_config_target: '30.0.0' });
  accepted(t, 'rollback', { npm_config_target: 'v20.1.0' });
  accepted(t, 'rollback', { npm_config_target_arch: 'arm64', npm_config_target_platform: 'linux' });
});

test('an option of another command is npm’s own', (t) => {
  accepted(t, 'status', { npm_config_dry_run: 'true', npm_config_target: 'stage' });
});

test('what is switched off was not asked for', (t) => {
  accepted(t, 'release', { npm_config_dry_run: '', npm_config_json: 'false' });
});

test('an npm around the one that runs the command says nothing about it', (t) => {
  accepted(t, 'release', { npm_config_dry_run: 'true', npm_lifecycle_event: 'ci' });
  accepted(t, 'release', { npm_config_dry_run: 'true', npm_command: 'exec' });
});

test('what npm’s files set, nobody typed', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'npm-options-'));
  t.teardown(() => rmSync(folder, { recursive: true, maxRetries: 3 }));
  const user = join(folder, 'user');
  writeFileSync(user, '# settings\njson = true\n');
  writeFileSync(join(folder, '.npmrc'), 'dry_run=true\n');
  const files = { npm_config_userconfig: user, npm_package_json: join(folder, 'package.json') };
  accepted(t, 'release', { npm_config_json: 'true', npm_config_dry_run: 'true', ...files });
  t.throws(() => {
    refuseSwallowed(findCommand('release'), [], {
      ...always('release'),
      ...files,
      npm_config_stack: 'dev',
    });
  });
});
