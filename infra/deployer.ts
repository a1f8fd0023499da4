import {
  GetOpenIDConnectProviderCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
} from '@aws-sdk/client-iam';
import * as pulumi from '@pulumi/pulumi';
import { OpenIdConnectProvider } from '@pulumi/aws/iam/openIdConnectProvider.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import type { GithubSettings } from '../stack/ci-settings.ts';
import { deployerRolePath, deployerRolePrefix, githubTokens } from '../stack/names.ts';
import { deployerPolicies } from '../stack/policy/deployer.ts';
import type { OwnResource } from '../stack/policy/own/need.ts';
import type { StackSettings } from '../stack/settings.ts';
import type { ClientOptions } from '../stack/sign-in/resolve-credentials.ts';
import { carries, stackTag } from '../stack/stack-tag.ts';
import { stackTags } from './stack-tags.ts';

interface Deployed {
  readonly settings: StackSettings;
  /** Of the home region. */
  readonly functionArn: pulumi.Input<string>;
  readonly restApiId: pulumi.Input<string>;
  /** Its id in each region besides. */
  readonly others: pulumi.Input<readonly { region: string; restApiId: string }[]>;
  readonly own: pulumi.Input<readonly OwnResource[]>;
  /** The uris by which routes call other functions. */
  readonly otherFunctions: readonly string[];
}

/** Who a token of GitHub is for, and as long as GitHub lets a job run. */
const audience = 'sts.amazonaws.com';
const sessionSeconds = 6 * 60 * 60;

/**
 * The role by which jobs of one repository, in some of its environments, release this stack in all its regions, with the
 * policies that `npm run policy` prints. It cannot change itself: what its policies are is a person's to
 * provision. An account has one provider of GitHub's tokens, so that is made only where none is, or where
 * this stack made it, and `pulumi destroy` leaves it.
 *
 * @returns the role's ARN.
 */
export async function createDeployer(
  { repository, environments }: GithubSettings,
  { settings, functionArn, restApiId, others, own, otherFunctions }: Deployed,
  aws: ClientOptions,
): Promise<pulumi.Output<string>> {
  const providerArn = await findProviderOfOthers(aws);
  const federated =
    providerArn ??
    new OpenIdConnectProvider(
      'github-tokens',
      { url: `https://${githubTokens}`, clientIdLists: [audience], tags: stackTags() },
      { retainOnDelete: true },
    ).arn;
  const { name } = settings.function;
  const role = new Role('deployer-role', {
    namePrefix: deployerRolePrefix(name),
    path: deployerRolePath,
    tags: stackTags(),
    description: `Lets GitHub Actions release the stack of function ${name}`,
    maxSessionDuration: sessionSeconds,
    assumeRolePolicy: pulumi.jsonStringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: federated },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              [`${githubTokens}:aud`]: audience,
              [`${githubTokens}:sub`]: environments.map(
                (environment) => `repo:${repository}:environment:${environment}`,
              ),
            },
          },
        },
      ],
    }),
  });
  const policies = pulumi
    .all([functionArn, restApiId, others, own])
    .apply(([arn, api, elsewhere, made]) => {
      const [, partition = 'aws', , region = '', account = ''] = arn.split(':');
      const scope = { partition, region, account, restApiId: api, settings, own: made };
      return deployerPolicies({ ...scope, otherFunctions, others: elsewhere });
    });
  for (const which of ['provisioning', 'releasing'] as const) {
    new RolePolicy(`deployer-${which}`, {
      name: which,
      role: role.id,
      policy: policies.apply((all) => JSON.stringify(all[which])),
    });
  }
  return role.arn;
}

/** @returns the ARN of a provider of GitHub's tokens that this stack did not make, if there is one. */
async function findProviderOfOthers(aws: ClientOptions): Promise<string | undefined> {
  const client = new IAMClient(aws);
  try {
    const { OpenIDConnectProviderList = [] } = await client.send(
      new ListOpenIDConnectProvidersCommand({}),
    );
    const found = OpenIDConnectProviderList.map(({ Arn = '' }) => Arn).find((arn) =>
      arn.endsWith(`:oidc-provider/${githubTokens}`),
    );
    if (found === undefined) {
      return undefined;
    }
    const { Tags = [] } = await client.send(
      new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: found }),
    );
    const tags = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
    return carries(tags, stackTag(pulumi.getProject(), pulumi.getStack())) ? undefined : found;
  } finally {
    client.destroy();
  }
}
