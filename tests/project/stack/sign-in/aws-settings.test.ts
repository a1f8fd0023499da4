import test from 'ava';
import { SettingsError } from '../../../../stack/settings.ts';
import { findRefusedKeys, parseAwsSettings } from '../../../../stack/sign-in/aws-settings.ts';
import { project } from '../../../../stack/project.ts';
import { parseStackFile } from '../../../../stack/stack-file.ts';

const roleArn = 'arn:aws:iam::123456789012:role/deployer';

test('a role has all that the provider passes on', (t) => {
  const { signIn } = parseAwsSettings({
    'aws:assumeRoles': [
      {
        roleArn,
        sessionName: 'release',
        externalId: 'agreed',
        duration: '1h30m',
        policy: '{}',
        policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
        sourceIdentity: 'ada',
        tags: { team: 'shop' },
        transitiveTagKeys: ['team'],
      },
    ],
  });
  t.like(signIn.roles[0], { roleArn, externalId: 'agreed', durationSeconds: 5400 });
  t.deepEqual(signIn.roles[0]?.tags, { team: 'shop' });
});

test('lists and maps may be JSON text, as Pulumi writes and hands them out', (t) => {
  const values = { 'aws:assumeRoles': JSON.stringify([{ roleArn }]), 'aws:region': 'eu-west-1' };
  const { region, signIn } = parseAwsSettings(values);
  t.is(region, 'eu-west-1');
  t.deepEqual(
    signIn.roles.map((role) => role.roleArn),
    [roleArn],
  );
});

test('what other providers are configured with is left alone', (t) => {
  t.deepEqual(parseAwsSettings({ 'gcp:region': 7, 'aws:maxRetries': '3' }).signIn.roles, []);
});

for (const [title, values, problem] of [
  [
    'a role without its ARN',
    { 'aws:assumeRoles': [{ sessionName: 'release' }] },
    /^ {2}aws:assumeRoles\[0\]\.roleArn: must be text/m,
  ],
  [
    'a mistyped key',
    { 'aws:assumeRoles': [{ roleArn, externalID: 'x' }] },
    /aws:assumeRoles\[0\]: externalID is no setting here; do you mean externalId\?/,
  ],
  [
    'a secret, which nobody can read without Pulumi',
    { 'aws:assumeRoles': [{ roleArn, externalId: { secure: 'v1:x' } }] },
    /externalId: must be text, and not encrypted/,
  ],
  [
    'a session that is too short',
    { 'aws:assumeRoles': [{ roleArn, duration: '14m' }] },
    /duration: must be from 15m to 12h/,
  ],
  [
    'a file that the provider would look for elsewhere',
    { 'aws:sharedConfigFiles': ['config'] },
    /must be a whole path/,
  ],
  [
    'a token twice',
    {
      'aws:assumeRoleWithWebIdentity': {
        roleArn,
        webIdentityToken: 'x',
        webIdentityTokenFile: '/x',
      },
    },
    /either webIdentityTokenFile or webIdentityToken/,
  ],
  ['an account without its zeros', { 'aws:allowedAccountIds': ['12345'] }, /twelve digits/],
] as const) {
  test(`${title} is refused`, (t) => {
    t.throws(() => parseAwsSettings(values), { instanceOf: SettingsError, message: problem });
  });
}

test('keys that would lead Pulumi elsewhere than the runner are refused by name', (t) => {
  const keys = ['aws:assumeRole', 'aws:accessKey', 'aws:secretKey', 'aws:token', 'aws:endpoints'];
  const values = Object.fromEntries(keys.map((key) => [key, 'x']));
  const problems = findRefusedKeys({ ...values, 'aws:region': 'eu-west-1' }, 'shop');
  t.deepEqual(
    problems.map((problem) => problem.split(': ')[0]),
    keys,
  );
  t.regex(problems[0] ?? '', /aws:assumeRoles since version 7/);
  t.regex(problems[4] ?? '', /shop:endpoint$/);
  const contents = { config: { ...values, [`${project}:function`]: { name: 'x' } } };
  t.throws(() => parseStackFile('dev', contents, 'eu-west-1'), { message: /aws:secretKey: / });
});

for (const [typed, meant] of [
  ['aws:allowedAccountId', 'aws:allowedAccountIds'],
  ['aws:AllowedAccountIDs', 'aws:allowedAccountIds'],
  ['aws:forbidenAccountIds', 'aws:forbiddenAccountIds'],
  ['aws:reigon', 'aws:region'],
  ['aws:profil', 'aws:profile'],
  ['aws:sharedConfigFile', 'aws:sharedConfigFiles'],
] as const) {
  test(`${typed} is refused, with the key that was meant`, (t) => {
    t.deepEqual(findRefusedKeys({ [typed]: 'x' }, 'shop'), [
      `${typed}: is no setting of aws; do you mean ${meant}?`,
    ]);
  });
}

test('other keys of the provider are left to it', (t) => {
  const keys = [
    'stsRegion',
    'defaultTags',
    'ignoreTags',
    'maxRetries',
    'useFipsEndpoint',
    'noProxy',
  ];
  t.deepEqual(
    findRefusedKeys(Object.fromEntries(keys.map((key) => [`aws:${key}`, 'x'])), 'shop'),
    [],
  );
});
