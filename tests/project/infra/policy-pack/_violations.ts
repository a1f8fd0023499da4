import { rules, violationsOf, type Resource } from '../../../../infra/policy-pack/rules.ts';

/** What all rules say of a resource, by the rule's name; a rule that is content is left out. */
export function violationsByRule(resource: Resource): Record<string, readonly string[]> {
  return Object.fromEntries(
    rules
      .map((rule) => [rule.name, violationsOf(rule, resource)] as const)
      .filter(([, violations]) => violations.length > 0),
  );
}
