import { z } from 'zod';
import { AwsError } from '../errors.ts';
import { canBeAssumedByCaller, findRole } from '../iam/roles.ts';
import { constraintErrors } from '../rpc/constraint-errors.ts';
import { definer } from '../rpc/define.ts';
import { integer } from '../rpc/fields.ts';
import { assumedRole, callerOf } from './caller.ts';

const validationError = (message: string) => new AwsError('ValidationError', 400, message);

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
  }),
  run: (input, region, token) => {
    const { RoleArn, RoleSessionName, DurationSeconds } = input;
    const caller = callerOf(region, token);
    const role = findRole(region, RoleArn);
    const arns = [caller.arn, ...(caller.roleArn === undefined ? [] : [caller.roleArn])];
    if (role === undefined || !canBeAssumedByCaller(role, region.account, arns)) {
      const refusal = `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`;
      throw new AwsError('AccessDenied', 403, refusal);
    }
    if (DurationSeconds > role.maxSessionDuration) {
      throw validationError(
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      );
    }
    const { arn, userId } = assumedRole(region, RoleArn, RoleSessionName);
    const session = { roleArn: RoleArn, name: RoleSessionName };
    const credentials = region.credentials.issue(region.account, session);
    return {
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: new Date(region.now() + DurationSeconds * 1000),
      },
      AssumedRoleUser: { AssumedRoleId: userId, Arn: arn },
    };
  },
});
