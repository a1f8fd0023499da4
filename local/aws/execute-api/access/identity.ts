import { identitySources } from '../../apigateway/authorizer-rules.ts';
import type { Authorizer } from '../../apigateway/state.ts';
import type { RoutedExchange } from '../exchange.ts';
import { GatewayFault } from '../gateway-fault.ts';
import { commonSource, methodRequestValue } from '../parameter-mapping.ts';
import { matchesWhole } from '../template/java-regex.ts';

/**
 * The values that an authorizer is asked by, in the order of its identity sources.
 *
 * @throws {GatewayFault} 401 when one is missing or empty, or a token is not of its form: the
 *   authorizer is not asked then
 */
export function readIdentity(exchange: RoutedExchange, authorizer: Authorizer): readonly string[] {
  const values = sourceValues(exchange, authorizer);
  const { identityValidationExpression: expression = '', type } = authorizer;
  const isOfForm =
    type === 'REQUEST' ||
    expression === '' ||
    values.every((value) => matchesWhole(expression, value));
  if (values.includes('') || !isOfForm) {
    throw new GatewayFault('UNAUTHORIZED', { reason: 'Unauthorized request' });
  }
  return values;
}

/** The token of a user pool. @throws {GatewayFault} 401 when it is missing or empty */
export function readToken(exchange: RoutedExchange, authorizer: Authorizer): string {
  const [token = ''] = sourceValues(exchange, authorizer);
  if (token === '') {
    throw new GatewayFault('UNAUTHORIZED', { reason: 'Unauthorized request' });
  }
  return token;
}

function sourceValues(exchange: RoutedExchange, authorizer: Authorizer): string[] {
  return identitySources(authorizer).map(
    (source) =>
      commonSource(exchange, source) ?? methodRequestValue(exchange.parameters, source) ?? '',
  );
}
