import type { AssumedRole, SignIn } from '../sign-in/aws-settings.ts';
import type { Policy } from './policy.ts';

/**
 * What the roles of a stack's settings ask of who takes them on: by the ARN of a role, or `who signs in`, the policy
 * that lets it assume the next one.
 *
 * @returns undefined where the settings name no roles.
 */
export function assumingPolicies({
  roles,
}: Pick<SignIn, 'roles'>): Readonly<Record<string, Policy>> | undefined {
  const policies = roles.map((role, index) => {
    const who = roles[index - 1]?.roleArn ?? 'who signs in';
    return [who, { Version: '2012-10-17', Statement: [statementOf(role)] }] as const;
  });
  return policies.length === 0 ? undefined : Object.fromEntries(policies);
}

/** By https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html. */
function statementOf({ roleArn, tags = {}, sourceIdentity }: AssumedRole) {
  const actions = [
    'sts:AssumeRole',
    ...(Object.keys(tags).length > 0 ? ['sts:TagSession'] : []),
    ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ];
  return { Effect: 'Allow', Action: actions, Resource: [roleArn] } as const;
}
