import test from 'ava';
import { SettingsError } from '../../../stack/settings.ts';
import { missingRegion } from '../../../stack/sign-in/aws-settings.ts';
import { project } from '../../../stack/project.ts';
import { findRollout, parseStackFile, targetsWithApproval } from '../../../stack/stack-file.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from '../../../runner/root.ts';

const minimal = {
  'aws:region': 'eu-west-1',
  [`${project}:function`]: { name: 'greeting' },
};

const rollout = { steps: [5, 50] };
const targets = [
  { name: 'stage', alias: 'STAGE', apiStage: 'stage' },
  { name: 'prod', alias: 'PROD', apiStage: 'prod', approval: 'required', rollout },
];

function parseConfig(config: Readonly<Record<string, unknown>>) {
  return parseStackFile('dev', { config });
}

function problemsOf(contents: unknown): readonly string[] {
  try {
    parseStackFile('dev', contents);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) {
      return error.problems;
    }
    throw error;
  }
}

test('keys have the name of the project in Pulumi.yaml', (t) => {
  const file = readFileSync(join(root, 'Pulumi.yaml'), 'utf8');
  t.is(z.object({ name: z.string() }).parse(parse(file)).name, project);
});

test('a region and a function are all that a stack has to say', (t) => {
  const { stack, region, allowedAccountIds, program, release } = parseConfig(minimal);
  t.deepEqual(
    { stack, region, allowedAccountIds },
    {
      stack: 'dev',
      region: 'eu-west-1',
      allowedAccountIds: [],
    },
  );
  t.is(program.function.name, 'greeting');
  t.is(release.readinessPath, '/');
});

test('all that a stack says is read', (t) => {
  const settings = parseConfig({
    ...minimal,
    'aws:allowedAccountIds': ['123456789012'],
    [`${project}:targets`]: targets,
    [`${project}:manageApiGatewayAccount`]: 'true',
    [`${project}:release`]: { readinessPath: '/greeting' },
  });
  t.deepEqual(settings.allowedAccountIds, ['123456789012']);
  t.is(settings.release.readinessPath, '/greeting');
  t.true(settings.program.manageApiGatewayAccount);
  t.deepEqual([...targetsWithApproval(settings)], ['prod']);
  t.deepEqual(findRollout(settings, 'prod')?.steps, [5, 50]);
  t.is(findRollout(settings, 'stage'), undefined);
  t.is(findRollout(settings, 'demo'), undefined);
});

test('regions are held against the home region, wherever that is named', (t) => {
  const regions = ['eu-west-1', 'us-east-1'];
  const config = { ...minimal, [`${project}:regions`]: regions };
  t.deepEqual(parseConfig(config).program.regions, regions);
  t.deepEqual(problemsOf({ config: { ...config, [`${project}:regions`]: ['us-east-1'] } }), [
    'regions: lacks eu-west-1, the region of aws:region, which every stack is in',
  ]);
  const { 'aws:region': _region, ...elsewhere } = config;
  t.throws(() => parseStackFile('dev', { config: elsewhere }, 'sa-east-1'), {
    instanceOf: SettingsError,
    message: /lacks sa-east-1/,
  });
});

test('what belongs to others is not looked at', (t) => {
  t.deepEqual(
    problemsOf({ config: { ...minimal, [`not-${project}:function`]: 7 }, encryptionsalt: 'x' }),
    [],
  );
});

test('a value that is encrypted stays unread, wherever it is', (t) => {
  const environment = { TOKEN: { secure: 'AAAB' } };
  const { program } = parseConfig({
    ...minimal,
    [`${project}:function`]: { name: 'greeting', environment },
  });
  t.deepEqual(program.function.environment, { TOKEN: 'secret' });
  const problems = problemsOf({
    config: { ...minimal, [`${project}:targets`]: [{ secure: 'A' }] },
  });
  t.regex(problems.join(), /^targets\[0\]/);
});

for (const [title, contents] of [
  ['no file', undefined],
  ['an empty file', null],
  ['a file without a configuration', { encryptionsalt: 'x' }],
] as const) {
  test(`${title} lacks the region and the function`, (t) => {
    const problems = problemsOf(contents);
    t.regex(problems.join('\n'), /^function: /m);
    t.regex(
      problems.join('\n'),
      /^aws:region: must be set, such as eu-west-1, where neither AWS_REGION nor /m,
    );
  });
}

test('problems of the program and of the release are told together', (t) => {
  const problems = problemsOf({
    config: {
      [`${project}:function`]: { name: 'no spaces' },
      [`${project}:release`]: { readinessPath: 'greeting' },
    },
  });
  t.deepEqual(
    problems.map((problem) => problem.split(': ')[0]),
    ['function.name', 'aws:region', 'release.readinessPath'],
  );
});

test('a mistyped key is refused, with the key that was meant, beside all other problems', (t) => {
  const problems = problemsOf({
    config: {
      [`${project}:function`]: { name: 'greeting' },
      [`${project}:target`]: [{ name: 'prod', approval: 'required' }],
      [`not-${project}:target`]: 'is none of ours',
      'local:strikt': true,
    },
  });
  t.deepEqual(problems, [
    'strikt: is no setting of local; do you mean strict?',
    `target: is no setting of ${project}; do you mean targets?`,
    missingRegion,
  ]);
});
