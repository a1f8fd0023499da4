import type { RoutedExchange } from '../exchange.ts';
import { headerValue } from '../parameters.ts';
import type { SignedCaller } from './iam.ts';
import type { ConditionValues } from './policy-condition.ts';

/** Keys that only requests have which come through a VPC endpoint, or from an organisation. */
const absent = ['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip', 'aws:principalorgid'];

/** What the conditions of a policy can ask of a request. */
export function conditionValues(
  { request, parameters, region }: RoutedExchange,
  caller?: SignedCaller,
): ConditionValues {
  return {
    ...Object.fromEntries(absent.map((key) => [key, undefined])),
    'aws:sourceip': request.sourceIp,
    'aws:useragent': headerValue(parameters.headers, 'User-Agent'),
    'aws:referer': headerValue(parameters.headers, 'Referer'),
    'aws:securetransport': String(region.endpoint.startsWith('https:')),
    'aws:principalaccount': caller?.account,
    'aws:principalarn': caller?.arns.at(-1),
  };
}
