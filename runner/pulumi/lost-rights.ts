import { isDeepStrictEqual } from 'node:util';
import type { StepEventMetadata } from '@pulumi/pulumi/automation/index.js';
import { z } from 'zod';

const texts = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const statement = z.object({
  Action: texts,
  Resource: texts,
  Condition: z.unknown().optional(),
});
const effect = z.looseObject({ Effect: z.string() });
const document = z.object({ Statement: z.union([z.array(effect), effect]) });
const inputsOf = z.object({ policy: z.string().optional(), policyArn: z.string().optional() });

/** An action on a resource, under a condition or none. */
interface Right {
  readonly action: string;
  readonly resource: string;
  readonly condition: unknown;
}

export type Step = Pick<StepEventMetadata, 'op' | 'type' | 'urn' | 'old' | 'new'>;

/** What its policies allow and deny a role, as far as they say by which actions on which resources. */
interface Rights {
  readonly allowed: readonly Right[];
  readonly denied: readonly Right[];
  /** It is allowed more than that, as by `NotAction`, or by a policy that is not known yet. */
  readonly hasOthers: boolean;
}

/**
 * Rights of the function's role that steps of Pulumi take away: `s3:GetObject on *`, or the ARN of a managed policy.
 * There is one role for all versions, so also those lose them that serve and were published with them.
 *
 * @param steps of one operation, of all resources.
 * @returns no action while another policy of the role, which may allow it, is not known before it is made.
 */
export function lostRights(steps: readonly Step[]): string[] {
  const ofRole = steps.filter(
    ({ urn }) => urn.split('::').at(-1)?.startsWith('function-') === true,
  );
  const before = stateOf(ofRole, (step) => (hadBefore.has(step.op) ? step.old : undefined));
  const after = stateOf(ofRole, (step) => (hasAfter.has(step.op) ? step.new : undefined));
  const deniedNow = after.rights.denied.filter(isNotIn(before.rights.denied));
  const lost = after.rights.hasOthers
    ? []
    : before.rights.allowed.filter(isNotIn(after.rights.allowed));
  return [
    ...lost.map(describe),
    ...deniedNow.map((right) => `${describe(right)} (denied)`),
    ...before.managed.filter((arn) => !after.managed.includes(arn)),
  ];
}

const hadBefore = new Set(['same', 'update', 'replace', 'delete']);
const hasAfter = new Set(['same', 'update', 'replace', 'create']);

function stateOf(steps: readonly Step[], stateIn: (step: Step) => Step['old']) {
  const inputsOfType = (type: string) =>
    steps
      .filter((step) => step.type === type)
      .flatMap((step) => inputsOf.safeParse(stateIn(step)?.inputs).data ?? []);
  const policies = inputsOfType('aws:iam/rolePolicy:RolePolicy').map(({ policy }) =>
    rightsOf(policy),
  );
  return {
    managed: inputsOfType('aws:iam/rolePolicyAttachment:RolePolicyAttachment').flatMap(
      ({ policyArn }) => policyArn ?? [],
    ),
    rights: {
      allowed: policies.flatMap((policy) => policy?.allowed ?? []),
      denied: policies.flatMap((policy) => policy?.denied ?? []),
      hasOthers: policies.some((policy) => policy?.hasOthers ?? true),
    },
  };
}

/** @returns undefined for what is no policy, as one that is not known yet. */
function rightsOf(policy: string | undefined): Rights | undefined {
  const { data } = document.safeParse(parsed(policy));
  if (data === undefined) {
    return undefined;
  }
  const readEach = (wanted: 'Allow' | 'Deny') =>
    [data.Statement]
      .flat()
      .filter(({ Effect }) => Effect === wanted)
      .map((each) => rightsOfStatement(statement.safeParse(each).data));
  const allowing = readEach('Allow');
  return {
    allowed: allowing.flatMap((rights) => rights ?? []),
    denied: readEach('Deny').flatMap((rights) => rights ?? []),
    hasOthers: allowing.includes(undefined),
  };
}

function rightsOfStatement(
  read: z.output<typeof statement> | undefined,
): readonly Right[] | undefined {
  return read?.Action.flatMap((action) =>
    read.Resource.map((resource) => ({ action, resource, condition: read.Condition })),
  );
}

function parsed(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isNotIn(rights: readonly Right[]): (right: Right) => boolean {
  return (right) => !rights.some((one) => covers(one, right));
}

function describe({ action, resource }: Right): string {
  return `${action} on ${resource}`;
}

function covers(kept: Right, { action, resource, condition }: Right): boolean {
  return (
    isWithin(action.toLowerCase(), kept.action.toLowerCase()) &&
    isWithin(resource, kept.resource) &&
    (kept.condition === undefined || isDeepStrictEqual(kept.condition, condition))
  );
}

/** Whether a pattern of IAM's, with `*` and `?`, stands for all that another one does. */
function isWithin(text: string, pattern: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
}
