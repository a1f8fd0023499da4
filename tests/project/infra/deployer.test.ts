import { CreateOpenIDConnectProviderCommand } from '@aws-sdk/client-iam';
import test, { type ExecutionContext } from 'ava';
import { createDeployer } from '../../../infra/deployer.ts';
import { deployerRolePrefix } from '../../../stack/names.ts';
import { project } from '../../../stack/project.ts';
import { parseSettings } from '../../../stack/settings.ts';
import { stackTag } from '../../../stack/stack-tag.ts';
import { account, region } from '../../../local/tests/_helpers/account.ts';
import { startEmbedded } from '../../../local/tests/_helpers/embedded.ts';
import { useEndpoint } from '../behaviour/release/_runner-calls.ts';
import { jsonOf, named, runProgram } from './_resources.ts';

const settings = parseSettings({ function: { name: 'greeting' } });
const functionArn = `arn:aws:lambda:${region}:${account}:function:greeting`;
const github = { repository: 'ada@1/greeting@2', environments: ['stage', 'prod'] };
const ours = stackTag(project, 'local');

/** @param tags of the provider that the account has already; undefined for none. */
async function make(t: ExecutionContext, tags?: Readonly<Record<string, string>>) {
  const { url, clients } = await startEmbedded(t);
  useEndpoint(t, url);
  if (tags !== undefined) {
    await clients.iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url: 'https://token.actions.githubusercontent.com',
        ClientIDList: ['sts.amazonaws.com'],
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
  }
  return runProgram(() =>
    createDeployer(
      github,
      { settings, functionArn, restApiId: 'a1b2c3', others: [], own: [], otherFunctions: [] },
      { region },
    ),
  );
}

test.serial(
  'jobs of the repository in its environments may take the role, and nobody else',
  async (t) => {
    const { resources, outputs } = await make(t);
    t.is(outputs, 'arn:aws:mock:::deployer-role');
    const role = named(resources, 'deployer-role');
    t.like(role.props, {
      namePrefix: deployerRolePrefix('greeting'),
      path: '/ci/',
      maxSessionDuration: 21_600,
    });
    t.deepEqual(jsonOf(role, 'assumeRolePolicy'), {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: 'arn:aws:mock:::github-tokens' },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
              'token.actions.githubusercontent.com:sub': [
                'repo:ada@1/greeting@2:environment:stage',
                'repo:ada@1/greeting@2:environment:prod',
              ],
            },
          },
        },
      ],
    });
    const provider = named(resources, 'github-tokens');
    t.true(provider.isRetained, 'other stacks may rest on it');
    t.regex(
      JSON.stringify(jsonOf(named(resources, 'deployer-releasing'), 'policy')),
      /lambda:UpdateAlias/,
    );
    t.regex(
      JSON.stringify(jsonOf(named(resources, 'deployer-provisioning'), 'policy')),
      /apigateway:\w+::\/restapis\/a1b2c3|restapis\/a1b2c3/,
    );
  },
);

test.serial('the provider that this stack made stays in the program', async (t) => {
  const { resources } = await make(t, { [ours.key]: ours.value });
  t.is(named(resources, 'github-tokens').props.url, 'https://token.actions.githubusercontent.com');
});

for (const [title, tags] of [
  ['a person', {}],
  ['another stack', { [ours.key]: 'gated-lambda-release/other' }],
] as const) {
  test.serial(`the provider that ${title} made is used as it is`, async (t) => {
    const { resources } = await make(t, tags);
    t.false(resources.some(({ name }) => name === 'github-tokens'));
    t.regex(
      JSON.stringify(jsonOf(named(resources, 'deployer-role'), 'assumeRolePolicy')),
      new RegExp(`arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`),
    );
  });
}
