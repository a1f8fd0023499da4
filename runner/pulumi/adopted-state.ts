import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Found } from '../../infra/existing/planned.ts';
import { unknownId, type PlannedCreation } from './planned-creations.ts';

export type Existing = PlannedCreation & { readonly found: Found };

/** A resource whose creation failed half way, of which state says that all of it is there. */
export interface HalfMade {
  readonly urn: string;
  /** `aws:apigateway/restApi:RestApi` */
  readonly type: string;
  /** As the program names it. */
  readonly name: string;
}

/** What earlier runs left that Pulumi's state does not say, or says wrongly. */
export interface Leftovers {
  /** There on AWS, and not in state. */
  readonly existing: readonly Existing[];
  /** Of those in state. */
  readonly halfMade: readonly HalfMade[];
}

/** What no refresh reads back, so that state goes on saying what was asked for. */
const unreadable: Readonly<Record<string, string>> = { 'aws:apigateway/restApi:RestApi': 'body' };

export function hasUnreadable(type: string): boolean {
  return type in unreadable;
}

const resource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
});
const exported = z.looseObject({
  deployment: z.looseObject({
    resources: z.array(resource).optional(),
    pending_operations: z.array(z.looseObject({ resource })).optional(),
  }),
});

type Resource = z.infer<typeof resource>;

/**
 * A stack's state with what is there on AWS, and that it did not have: as an import would write it down, id
 * and inputs only, so that the next refresh reads the rest. Of what is half made it forgets what no refresh
 * could correct, so that the next update sets it again.
 *
 * @param state as `pulumi stack export` writes it.
 * @param creations all that Pulumi would create, with the stack itself and the provider among them.
 * @returns what `pulumi stack import` reads.
 */
export function adoptInto(
  state: unknown,
  { existing, halfMade }: Leftovers,
  creations: readonly PlannedCreation[],
): unknown {
  const { deployment, ...others } = exported.parse(state);
  const resources = (deployment.resources ?? []).map((each) =>
    halfMade.some(({ urn }) => urn === each.urn) ? forget(each) : each,
  );
  const require = (urn: string, id?: string): Resource | undefined => {
    const known = resources.find((each) => each.urn === urn);
    const planned = creations.find((each) => each.urn === urn);
    if (known !== undefined || planned === undefined) {
      return known;
    }
    const made = { ...entryOf(planned), ...(id !== undefined && { id, outputs: planned.inputs }) };
    resources.push(made);
    return made;
  };
  // Another command may have made them, and written it down, since the plan.
  const missing = existing.filter(({ urn }) => !resources.some((each) => each.urn === urn));
  for (const each of missing) {
    require(each.parent);
    const [, provider = '', id = ''] = /^(.*)::([^:]+)$/.exec(each.provider) ?? [];
    const made = id === unknownId ? require(provider, randomUUID()) : undefined;
    resources.push({
      ...entryOf(each),
      id: each.found.id,
      inputs: each.found.kept ?? each.inputs,
      ...(each.found.kept && { outputs: each.found.kept }),
      provider: `${provider}::${made?.id ?? id}`,
    });
  }
  const adopted = new Set(existing.map(({ urn }) => urn));
  const pending = deployment.pending_operations?.filter(
    (operation) => !adopted.has(operation.resource.urn),
  );
  return { ...others, deployment: { ...deployment, resources, pending_operations: pending } };
}

function forget({ initErrors: _errors, outputs, ...others }: Resource): Resource {
  const { [unreadable[others.type] ?? '']: _value, ...known } = outputs ?? {};
  return { ...others, outputs: known };
}

function entryOf(planned: PlannedCreation): Resource & Record<string, unknown> {
  const { urn, type, custom, inputs, parent, protect, retainOnDelete } = planned;
  return {
    urn,
    type,
    custom,
    inputs,
    ...(parent !== '' && { parent }),
    ...(protect && { protect }),
    ...(retainOnDelete && { retainOnDelete }),
  };
}
