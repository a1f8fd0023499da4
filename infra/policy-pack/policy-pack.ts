import { PolicyPack } from '@pulumi/policy';
import { rules, violationsOf } from './rules.ts';

/**
 * Serves the rules to the Pulumi engine, on a port that it prints, until the process is ended. A violation
 * stops a preview and an update. Where a value is not known yet in a preview, the engine is told that the
 * rule could not run; the update runs it again, before it creates the resource.
 */
export function servePolicies(): void {
  new PolicyPack('gated-lambda-release', {
    enforcementLevel: 'mandatory',
    policies: rules.map((rule) => ({
      name: rule.name,
      description: rule.description,
      validateResource(resource, reportViolation) {
        for (const violation of violationsOf(rule, resource)) {
          reportViolation(violation);
        }
      },
    })),
  });
}
