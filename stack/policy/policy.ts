import type { PolicyScope } from './resources/scope.ts';

/** Of a statement: by operator, keys with their values. */
export type Condition = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[]>>>
>;
type Resources = (scope: PolicyScope) => readonly string[];

/** Actions of IAM, each on the same resources. */
export interface Grant {
  readonly actions: readonly string[];
  readonly on: Resources;
  readonly condition?: Condition | ((scope: PolicyScope) => Condition);
}

export interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Condition;
}

/** A policy document of IAM. */
export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/** One statement for the actions that have their resources and condition in common, and one for the same actions. */
export function toPolicy(grants: readonly Grant[], scope: PolicyScope): Policy {
  const scopes = [scope, ...(scope.others ?? []).map((other) => ({ ...scope, ...other }))];
  const statements = new Map<string, Statement>();
  for (const { actions, on, condition } of grants) {
    const { resources, inRegions } = joinRegions(scopes.map((each) => [each.region, on(each)]));
    const ofGrant = typeof condition === 'function' ? condition(scope) : condition;
    const required = mergeConditions(ofGrant, inRegions);
    const key = JSON.stringify([resources, required]);
    const before = statements.get(key)?.Action ?? [];
    if (resources.length > 0) {
      statements.set(key, {
        Effect: 'Allow',
        Action: [...new Set([...before, ...actions])].sort(),
        Resource: resources,
        ...(required && { Condition: required }),
      });
    }
  }
  return { Version: '2012-10-17', Statement: joinSameActions([...statements.values()]) };
}

/**
 * The resources of all regions. Those that are called the same in several are said once, in any region, with a
 * condition that says which: one statement for each region would not fit into a policy.
 */
function joinRegions(byRegion: readonly (readonly [region: string, arns: readonly string[]])[]): {
  readonly resources: readonly string[];
  readonly inRegions: Condition | undefined;
} {
  const regions = byRegion.map(([region]) => region);
  const all = byRegion.flatMap(([region, arns]) =>
    arns.map((arn) => ({ arn, anywhere: anyRegion(arn, region) })),
  );
  const joined = all.map(({ arn, anywhere }) => {
    const isElsewhere = all.some((other) => other.anywhere === anywhere && other.arn !== arn);
    return { resource: isElsewhere ? anywhere : arn, isElsewhere };
  });
  return {
    resources: [...new Set(joined.map(({ resource }) => resource))],
    inRegions: joined.some(({ isElsewhere }) => isElsewhere)
      ? { StringEquals: { 'aws:RequestedRegion': regions } }
      : undefined,
  };
}

/** `arn:aws:lambda:*:…` of `arn:aws:lambda:eu-west-1:…` */
function anyRegion(arn: string, region: string): string {
  const [prefix, partition, service, place, ...rest] = arn.split(':');
  return place === region ? [prefix, partition, service, '*', ...rest].join(':') : arn;
}

function mergeConditions(
  one: Condition | undefined,
  other: Condition | undefined,
): Condition | undefined {
  if (one === undefined || other === undefined) {
    return one ?? other;
  }
  const operators = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    operators.map((operator) => [operator, { ...one[operator], ...other[operator] }]),
  );
}

function joinSameActions(statements: readonly Statement[]): Statement[] {
  const joined = new Map<string, Statement>();
  for (const statement of statements) {
    const key = JSON.stringify([statement.Action, statement.Condition]);
    const before = joined.get(key)?.Resource ?? [];
    joined.set(key, { ...statement, Resource: [...before, ...statement.Resource] });
  }
  return [...joined.values()];
}
