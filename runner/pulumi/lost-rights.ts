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

/** An action on a resource that a policy allows, under a condition or none. */
interface Right {
  readonly action: string;
  readonly resource: string;
  readonly condition: string | undefined;
}

type Step = Pick<StepEventMetadata, 'op' | 'type' | 'urn' | 'old' | 'new'>;

/**
 * Rights of the function's role that a step of Pulumi takes away: `s3:GetObject on *`, or the ARN of a managed policy.
 * There is one role for all versions, so also those lose them that serve and were published with them.
 *
 * @returns nothing for what is not known before it is done.
 */
export function lostRights({ op, type, urn, old, new: next }: Step): string[] {
  const name = urn.split('::').at(-1) ?? '';
  if (!['update', 'replace', 'delete'].includes(op) || !name.startsWith('function-')) {
    return [];
  }
  const before = inputsOf.safeParse(old?.inputs).data ?? {};
  const after = op === 'delete' ? {} : (inputsOf.safeParse(next?.inputs).data ?? {});
  switch (type) {
    case 'aws:iam/rolePolicyAttachment:RolePolicyAttachment':
      return before.policyArn === undefined || before.policyArn === after.policyArn
        ? []
        : [before.policyArn];
    case 'aws:iam/rolePolicy:RolePolicy':
      return lostOf(rightsOf(before.policy), op === 'delete' ? none : rightsOf(after.policy));
    default:
      return [];
  }
}

/** What a policy allows, as far as it says by which actions on which resources. */
interface Rights {
  readonly allowed: readonly Right[];
  /** It allows more than that, as by `NotAction`. */
  readonly hasOthers: boolean;
}

const none: Rights = { allowed: [], hasOthers: false };

/** @returns undefined for what is no policy, as one that is not known yet. */
function rightsOf(policy: string | undefined): Rights | undefined {
  const { data } = document.safeParse(parsed(policy));
  if (data === undefined) {
    return undefined;
  }
  const allowing = [data.Statement].flat().filter(({ Effect }) => Effect === 'Allow');
  const read = allowing.map((each) => statement.safeParse(each).data);
  return {
    allowed: read.flatMap((each) => (each === undefined ? [] : rightsOfStatement(each))),
    hasOthers: read.includes(undefined),
  };
}

function rightsOfStatement({
  Action,
  Resource,
  Condition,
}: z.output<typeof statement>): readonly Right[] {
  const condition = Condition === undefined ? undefined : JSON.stringify(Condition);
  return Action.flatMap((action) => Resource.map((resource) => ({ action, resource, condition })));
}

function parsed(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function lostOf(before: Rights | undefined, after: Rights | undefined): string[] {
  if (before === undefined || after === undefined || after.hasOthers) {
    return [];
  }
  return before.allowed
    .filter((right) => !after.allowed.some((kept) => covers(kept, right)))
    .map(({ action, resource }) => `${action} on ${resource}`);
}

function covers(kept: Right, { action, resource, condition }: Right): boolean {
  return (
    isWithin(action.toLowerCase(), kept.action.toLowerCase()) &&
    isWithin(resource, kept.resource) &&
    (kept.condition === undefined || kept.condition === condition)
  );
}

/** Whether a pattern of IAM's, with `*` and `?`, stands for all that another one does. */
function isWithin(text: string, pattern: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
}
