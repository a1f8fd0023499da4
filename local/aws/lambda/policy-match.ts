import { arnLike, globMatch } from './arn-like.ts';
import type { PolicyStatement } from './state.ts';

/** A service that invokes a function on behalf of a resource. */
export interface ServiceCaller {
  /** `apigateway.amazonaws.com` */
  readonly principal: string;
  readonly sourceArn: string;
  readonly sourceAccount: string;
}

/**
 * Whether a resource policy lets a service invoke a function: one statement has to grant the action
 * to this principal, for exactly this resource, with every condition met. What a service sends along
 * is `AWS:SourceArn` and `AWS:SourceAccount`; a condition on anything else is not met.
 *
 * @param resource the ARN as it is invoked, with the qualifier: a grant on the bare function does not
 *   open an alias (trap D13).
 */
export function allowsInvocation(
  statements: readonly PolicyStatement[],
  resource: string,
  caller: ServiceCaller,
): boolean {
  return statements.some(
    (statement) =>
      grantsAction(statement.Action) &&
      statement.Resource === resource &&
      namesService(statement.Principal, caller.principal) &&
      meetsConditions(statement, caller),
  );
}

function grantsAction(action: string): boolean {
  return globMatch(action.toLowerCase(), 'lambda:invokefunction');
}

function namesService(principal: PolicyStatement['Principal'], service: string): boolean {
  if (typeof principal === 'string') {
    return principal === '*';
  }
  return principal.Service === service || principal.AWS === '*';
}

function meetsConditions({ Condition }: PolicyStatement, caller: ServiceCaller): boolean {
  if (Condition === undefined) {
    return true;
  }
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) => {
      const actual = callerValue(key, caller);
      return actual !== undefined && compare(operator, expected, actual);
    }),
  );
}

function callerValue(key: string, caller: ServiceCaller): string | undefined {
  switch (key.toLowerCase()) {
    case 'aws:sourcearn':
      return caller.sourceArn;
    case 'aws:sourceaccount':
      return caller.sourceAccount;
    default:
      return undefined;
  }
}

function compare(operator: string, expected: string, actual: string): boolean {
  return operator === 'ArnLike' ? arnLike(expected, actual) : expected === actual;
}
