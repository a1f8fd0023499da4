import type { PolicyScope } from './resources.ts';

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
  const statements = new Map<string, Statement>();
  for (const { actions, on, condition } of grants) {
    const resources = on(scope);
    const required = typeof condition === 'function' ? condition(scope) : condition;
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

function joinSameActions(statements: readonly Statement[]): Statement[] {
  const joined = new Map<string, Statement>();
  for (const statement of statements) {
    const key = JSON.stringify([statement.Action, statement.Condition]);
    const before = joined.get(key)?.Resource ?? [];
    joined.set(key, { ...statement, Resource: [...before, ...statement.Resource] });
  }
  return [...joined.values()];
}
