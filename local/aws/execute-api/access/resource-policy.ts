import type { RoutedExchange } from '../exchange.ts';
import { configurationError, GatewayFault } from '../gateway-fault.ts';
import { conditionValues } from './condition-values.ts';
import type { SignedCaller } from './iam.ts';
import { methodArn } from './method-arn.ts';
import { evaluate, parseStatements, type Statement } from './policy.ts';

/**
 * Holds a request against the API's resource policy. Where nobody else decides, it must allow; beside
 * IAM or a Lambda authorizer it must not deny, as AWS's tables of both have it.
 *
 * @returns what it says, for whoever decides beside it
 * @throws {GatewayFault} 403
 * @throws {NotImplemented} for a statement that is not modelled
 */
export function verifyResourcePolicy(
  exchange: RoutedExchange,
  caller: SignedCaller | undefined,
): 'Allow' | 'Deny' | undefined {
  const { definition, method } = exchange;
  const policy = definition.policy ?? '';
  if (policy === '') {
    return undefined;
  }
  const resource = methodArn(exchange);
  const principals =
    caller === undefined
      ? []
      : [caller.account, `arn:aws:iam::${caller.account}:root`, ...caller.arns];
  const effect = evaluate(statementsOf(policy), {
    resource,
    principals,
    values: conditionValues(exchange, caller),
  });
  const isAllowed = ['AWS_IAM', 'CUSTOM'].includes(method.authorizationType)
    ? effect !== 'Deny'
    : effect === 'Allow';
  if (!isAllowed) {
    const user = caller?.arns[0] ?? 'anonymous';
    const explicitly = effect === 'Deny' ? ' with an explicit deny' : '';
    throw new GatewayFault('ACCESS_DENIED', {
      message: `User: ${user} is not authorized to perform: execute-api:Invoke on resource: ${masked(resource)}${explicitly}`,
      member: 'Message',
    });
  }
  return effect;
}

function statementsOf(policy: string): readonly Statement[] {
  const statements = parseStatements(policy);
  if (statements === undefined) {
    throw configurationError('The resource policy of the API cannot be read');
  }
  return statements;
}

/** AWS shows the last four digits of the account only. */
function masked(resource: string): string {
  return resource.replace(/:\d{8}(\d{4}):/, ':********$1:');
}
