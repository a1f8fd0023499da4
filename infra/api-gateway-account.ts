import { APIGatewayClient, GetAccountCommand } from '@aws-sdk/client-api-gateway';
import type * as pulumi from '@pulumi/pulumi';
import { Account } from '@pulumi/aws/apigateway/account.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import type { Place } from './place.ts';
import { stackTags } from './stack-tags.ts';
import { apiGatewayRolePrefix } from '../stack/names.ts';
import { writesLogs } from '../stack/logging.ts';
import { SettingsError, type StackSettings } from '../stack/settings.ts';
import type { ClientOptions } from '../stack/sign-in/resolve-credentials.ts';

/** By region, what has to exist before a stage may log there. */
export type LoggingDependencies = ReadonlyMap<string, pulumi.Resource>;

/**
 * Makes sure that API stages may log, before anything is made that would be half made otherwise.
 *
 * @throws {SettingsError} where they are to, and API Gateway has no CloudWatch role, nor is to get one.
 */
export async function prepareLogging(
  { function: { name }, targets, manageApiGatewayAccount, endpoint }: StackSettings,
  places: readonly Place[],
): Promise<LoggingDependencies> {
  if (manageApiGatewayAccount) {
    return createApiGatewayAccount(name, places);
  }
  // Other engines let stages log without a role, and may know of none.
  if (writesLogs(targets) && endpoint === undefined) {
    await requireCloudWatchRole(places);
  }
  return new Map();
}

async function requireCloudWatchRole(places: readonly Place[]): Promise<void> {
  // Who may not ask finds it out when a stage is made.
  const roles = await Promise.all(
    places.map(({ aws }) => currentCloudWatchRole(aws).catch(() => 'unknown')),
  );
  const without = places.filter((_, index) => roles[index] === undefined);
  if (without.length > 0) {
    const regions = without.map(({ region }) => region).join(', ');
    throw new SettingsError([
      `manageApiGatewayAccount: must be true, or logging OFF and accessLog false of each target: API Gateway has no CloudWatch role in this account in ${regions}, without which no API stage may log`,
    ]);
  }
}

/**
 * Gives API Gateway the CloudWatch role without which it refuses to log. The setting belongs to
 * the whole account and region (trap D15): it is made only where none is set, or where this stack
 * made it, and `pulumi destroy` leaves it and its role, one for all regions, as they are.
 *
 * @param name of the function, by which this stack knows its own role again.
 */
async function createApiGatewayAccount(
  name: string,
  places: readonly Place[],
): Promise<LoggingDependencies> {
  const namePrefix = apiGatewayRolePrefix(name);
  const current = await Promise.all(places.map(({ aws }) => currentCloudWatchRole(aws)));
  const ours = places.filter((_, index) => {
    const role = current[index];
    return role === undefined || role.includes(`:role/${namePrefix}`);
  });
  if (ours.length === 0) {
    return new Map();
  }
  const { role, policy } = createLogsRole(name, namePrefix);
  return new Map(
    ours.map(({ region, called, located }) => {
      const account = new Account(
        called('api-gateway-account'),
        { ...located, cloudwatchRoleArn: role.arn },
        { ...kept, dependsOn: [policy] },
      );
      return [region, account] as const;
    }),
  );
}

const kept = { retainOnDelete: true };

function createLogsRole(name: string, namePrefix: string) {
  const role = new Role(
    'api-gateway-logs-role',
    {
      namePrefix,
      tags: stackTags(),
      description: `Lets API Gateway write logs; set by the stack of function ${name}`,
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'apigateway.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        ],
      }),
    },
    kept,
  );
  const policy = new RolePolicy(
    'api-gateway-logs-policy',
    { name: 'logging', role: role.id, policy: JSON.stringify(pushToCloudWatchLogs) },
    kept,
  );
  return { role, policy };
}

/** As in AWS's managed policy AmazonAPIGatewayPushToCloudWatchLogs. */
const pushToCloudWatchLogs = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: [
        'logs:CreateLogGroup',
        'logs:CreateLogStream',
        'logs:DescribeLogGroups',
        'logs:DescribeLogStreams',
        'logs:PutLogEvents',
        'logs:GetLogEvents',
        'logs:FilterLogEvents',
      ],
      Resource: '*',
    },
  ],
};

async function currentCloudWatchRole(aws: ClientOptions): Promise<string | undefined> {
  const client = new APIGatewayClient(aws);
  try {
    return (await client.send(new GetAccountCommand({}))).cloudwatchRoleArn;
  } finally {
    client.destroy();
  }
}
