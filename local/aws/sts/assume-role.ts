import { z } from 'zod';
import { AwsError } from '../errors.ts';
import { findRole, isAllowedToCaller } from '../iam/roles.ts';
import { constraintErrors } from '../rpc/constraint-errors.ts';
import { definer } from '../rpc/define.ts';
import { integer, list } from '../rpc/fields.ts';
import { assumedRole, callerOf } from './caller.ts';

const validationError = (message: string) => new AwsError('ValidationError', 400, message);
const invalidParameterValue = (message: string) =>
  new AwsError('InvalidParameterValue', 400, message);

const roleArn = /^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/;

/** A session of a session lasts no longer (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html). */
const longestChained = 3600;

/** The session policies and tags of a caller are taken and change nothing: no identity policy does. */
export const assumeRole = definer(constraintErrors(validationError))({
  name: 'AssumeRole',
  writes: false,
  input: z.object({
    RoleArn: z.string().min(20).max(2048),
    RoleSessionName: z
      .string()
      .min(2)
      .max(64)
      .regex(
        /^[\w+=,.@-]*$/,
        String.raw`Member must satisfy regular expression pattern: [\w+=,.@-]*`,
      ),
    DurationSeconds: integer(900, 43_200).default(3600),
    ExternalId: z.string().min(2).max(1224).optional(),
    Policy: z.string().min(1).optional(),
    PolicyArns: list(z.unknown()).optional(),
    SourceIdentity: z.string().min(2).max(64).optional(),
    Tags: list(z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) }))
      .pipe(z.array(z.object({ Key: z.string(), Value: z.string() })).max(50))
      .default([]),
    TransitiveTagKeys: list(z.string()).default([]),
  }),
  run: (input, region, token) => {
    const { RoleArn, RoleSessionName, DurationSeconds, ExternalId: externalId } = input;
    if (!roleArn.test(RoleArn)) {
      throw validationError(`${RoleArn} is invalid`);
    }
    verifyTags(input.Tags, input.TransitiveTagKeys);
    const caller = callerOf(region, token);
    const role = findRole(region, RoleArn);
    const arns = [caller.arn, ...(caller.roleArn === undefined ? [] : [caller.roleArn])];
    const asking = { account: region.account, arns, externalId };
    const refused = actionsOf(input).find(
      (action) => role === undefined || !isAllowedToCaller(role, action, asking),
    );
    if (role === undefined || refused !== undefined) {
      const refusal = `User: ${caller.arn} is not authorized to perform: ${refused ?? ''} on resource: ${RoleArn}`;
      throw new AwsError('AccessDenied', 403, refusal);
    }
    if (caller.roleArn !== undefined && DurationSeconds > longestChained) {
      throw validationError(
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
      );
    }
    if (DurationSeconds > role.maxSessionDuration) {
      throw validationError(
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      );
    }
    const { arn, userId } = assumedRole(region, RoleArn, RoleSessionName);
    const session = { roleArn: RoleArn, name: RoleSessionName };
    const endsAt = region.now() + DurationSeconds * 1000;
    const credentials = region.credentials.issue(region.account, session, endsAt);
    return {
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: new Date(endsAt),
      },
      AssumedRoleUser: { AssumedRoleId: userId, Arn: arn },
    };
  },
});

interface SessionTag {
  readonly Key: string;
}

function verifyTags(tags: readonly SessionTag[], transitive: readonly string[]): void {
  const keys = new Set(tags.map(({ Key }) => Key.toLowerCase()));
  if (keys.size < tags.length) {
    throw invalidParameterValue(
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  }
  if (!transitive.every((key) => keys.has(key.toLowerCase()))) {
    throw invalidParameterValue(
      'The specified transitive tag key must be included in the requested tags.',
    );
  }
}

/** What the trust policy has to allow: sessions with tags, or with somebody behind them, ask for more. */
function actionsOf({
  Tags,
  SourceIdentity,
}: {
  readonly Tags: readonly SessionTag[];
  readonly SourceIdentity?: string | undefined;
}): string[] {
  return [
    'sts:AssumeRole',
    ...(Tags.length > 0 ? ['sts:TagSession'] : []),
    ...(SourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ];
}
