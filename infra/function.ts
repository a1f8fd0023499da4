import * as pulumi from '@pulumi/pulumi';
import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import { Function as LambdaFunction } from '@pulumi/aws/lambda/function.js';
import { placeholderCode } from './placeholder.ts';
import { stackTags } from './stack-tags.ts';
import { functionLogGroup, functionRolePrefix, releaseLogGroup } from '../stack/names.ts';
import type { FunctionSettings } from '../stack/settings.ts';

/**
 * The function with what it needs. Its code is the placeholder until the first release; from then
 * on the code belongs to the runner, and only the configuration to this program.
 */
export function createFunction(settings: FunctionSettings): LambdaFunction {
  // Before the function, or the first invocation makes one without retention (trap D16).
  const logGroup = new LogGroup('function-logs', {
    name: functionLogGroup(settings.name),
    retentionInDays: settings.logRetentionDays,
    tags: stackTags(),
  });
  new LogGroup('release-log', {
    name: releaseLogGroup(settings.name),
    retentionInDays: longestRetention,
    tags: stackTags(),
  });
  const role = createRole(settings.name, logGroup);
  return new LambdaFunction(
    'function',
    {
      name: settings.name,
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      code: placeholderCode(),
      role: role.arn,
      memorySize: settings.memorySize,
      timeout: settings.timeout,
      tags: stackTags(),
      // All of it: which values are secret is not known any more, and encrypted does no harm.
      environment: { variables: pulumi.secret(settings.environment) },
    },
    { protect: true, ignoreChanges: ['code', 'sourceCodeHash'], dependsOn: [logGroup] },
  );
}

/** Days: ten years. */
const longestRetention = 3653;

function createRole(name: string, logGroup: LogGroup): Role {
  const role = new Role('function-role', {
    namePrefix: functionRolePrefix(name),
    tags: stackTags(),
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      ],
    }),
  });
  new RolePolicy('function-logging', {
    // A fixed name: put again, it is the same policy, also when Pulumi does not know of the first time.
    name: 'logging',
    role: role.id,
    policy: pulumi.jsonStringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: pulumi.interpolate`${logGroup.arn}:*`,
        },
      ],
    }),
  });
  return role;
}
