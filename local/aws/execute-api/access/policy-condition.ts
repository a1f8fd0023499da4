import { BlockList, isIPv6 } from 'node:net';

import { globMatch } from '../../lambda/arn-like.ts';
import { NotImplemented } from '../gateway-fault.ts';

/** By condition key in lower case; undefined for one that such a request does not have. */
export type ConditionValues = Readonly<Record<string, string | undefined>>;

type Matcher = (expected: string, actual: string) => boolean;

const equals: Matcher = (expected, actual) => expected === actual;
const equalsAnyCase: Matcher = (expected, actual) =>
  expected.toLowerCase() === actual.toLowerCase();
const ipAddress: Matcher = (range, address) => {
  const list = new BlockList();
  const [network = '', prefix] = range.split('/');
  const family = isIPv6(network) ? 'ipv6' : 'ipv4';
  list.addSubnet(network, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  return list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
};

/** Operators and what they compare by; `Not` in their name turns the answer around. */
const matchers: Readonly<Record<string, Matcher>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: equalsAnyCase,
  StringLike: globMatch,
  ArnEquals: globMatch,
  ArnLike: globMatch,
  Bool: equalsAnyCase,
  IpAddress: ipAddress,
};

/**
 * Whether all conditions of a statement are met.
 *
 * @throws {NotImplemented} for an operator or a key that is not modelled
 */
export function meetsConditions(
  conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
  values: ConditionValues,
): boolean {
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) =>
      isMet(operator, expected, valueOf(key, values)),
    ),
  );
}

function valueOf(key: string, values: ConditionValues): string | undefined {
  const name = key.toLowerCase();
  if (!Object.hasOwn(values, name)) {
    throw new NotImplemented(`the condition key ${key} in the policy of an API`);
  }
  return values[name];
}

function isMet(operator: string, expected: readonly string[], actual: string | undefined): boolean {
  const plain = operator.replace(/IfExists$/, '');
  const positive = plain.replace(/^(String|Arn|)Not/, '$1');
  const matches = matchers[positive];
  if (matches === undefined) {
    throw new NotImplemented(`the condition operator ${operator} in the policy of an API`);
  }
  const isNegated = positive !== plain;
  if (actual === undefined) {
    return isNegated || plain !== operator;
  }
  return expected.some((value) => matches(value, actual)) !== isNegated;
}
