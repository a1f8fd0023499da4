import * as pulumi from '@pulumi/pulumi';
import type { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import { RolePolicyAttachment } from '@pulumi/aws/iam/rolePolicyAttachment.js';
import { stackTags } from './stack-tags.ts';
import { functionRolePrefix } from '../stack/names.ts';
import type { FunctionSettings } from '../stack/settings.ts';

/** A statement of an IAM policy; `Effect` is `Allow` unless it says otherwise. */
export interface Statement {
  readonly Sid?: string | undefined;
  readonly Effect?: 'Allow' | 'Deny';
  readonly Action: pulumi.Input<string | string[]>;
  readonly Resource: pulumi.Input<string | pulumi.Input<string>[]>;
  readonly Condition?: unknown;
}

export interface FunctionRole {
  readonly role: Role;
  /** Lambda refuses a function whose role may not yet do what its settings need. */
  readonly policies: readonly pulumi.Resource[];
}

/**
 * The function's role, one for all regions as IAM is: it may write the function's own logs, what the settings
 * need of it, and what they allow besides.
 *
 * @param logGroups of the function, in each region.
 * @param own further statements, of the user's own resources.
 */
export function createFunctionRole(
  settings: FunctionSettings,
  logGroups: readonly LogGroup[],
  own: readonly Statement[],
): FunctionRole {
  const role = new Role('function-role', {
    namePrefix: functionRolePrefix(settings.name),
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
    ...(settings.permissionsBoundary !== undefined && {
      permissionsBoundary: settings.permissionsBoundary,
    }),
  });
  const inline = (name: string, statements: readonly Statement[]): pulumi.Resource[] =>
    statements.length === 0 ? [] : [createPolicy(name, role, statements)];
  const logging = {
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: oneOrAll(logGroups.map(({ arn }) => pulumi.interpolate`${arn}:*`)),
  };
  return {
    role,
    policies: [
      ...inline('function-logging', [logging]),
      ...inline('function-needs', neededBy(settings)),
      ...inline('function-policies', [...settings.policies.statements, ...own]),
      ...settings.policies.managed.map(
        (policyArn) =>
          new RolePolicyAttachment(attachmentName(policyArn), { role: role.id, policyArn }),
      ),
    ],
  };
}

/** A list of one is no list, so that nothing of a role changes that has been in one region all along. */
function oneOrAll<T>(all: readonly T[]): T | T[] {
  const [first, ...others] = all;
  return first !== undefined && others.length === 0 ? first : [...all];
}

function createPolicy(name: string, role: Role, statements: readonly Statement[]): RolePolicy {
  return new RolePolicy(name, {
    // A fixed name: put again, it is the same policy, also when Pulumi does not know of the first time.
    name: name.replace(/^function-/, ''),
    role: role.id,
    policy: pulumi.jsonStringify({
      Version: '2012-10-17',
      Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
    }),
  });
}

/** `function-aws-policy-NAME` of `arn:aws:iam::aws:policy/NAME`. */
function attachmentName(policyArn: string): string {
  return `function-${policyArn.split(':').slice(4).join('-').replaceAll('/', '-')}`;
}

/**
 * What Lambda does in the name of the role, by setting (AWS, "Lambda execution role": tracing, VPC access,
 * dead-letter queues). The environment's KMS key needs nothing: Lambda grants the role its use.
 */
function neededBy({ tracing, vpc, deadLetter }: FunctionSettings): Statement[] {
  const everything = '*';
  return [
    ...(tracing === 'Active'
      ? [
          {
            Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
            Resource: everything,
          },
        ]
      : []),
    ...(vpc === undefined
      ? []
      : [
          {
            Action: [
              'ec2:CreateNetworkInterface',
              'ec2:DescribeNetworkInterfaces',
              'ec2:DescribeSubnets',
              'ec2:DeleteNetworkInterface',
              'ec2:AssignPrivateIpAddresses',
              'ec2:UnassignPrivateIpAddresses',
            ],
            Resource: everything,
          },
        ]),
    ...(deadLetter === undefined
      ? []
      : [
          {
            Action: deadLetter.includes(':sqs:') ? 'sqs:SendMessage' : 'sns:Publish',
            Resource: deadLetter,
          },
        ]),
  ];
}
