import { setTimeout as delay } from 'node:timers/promises';

import { z } from 'zod';

import { AwsError } from './errors.ts';

const faultRule = z.strictObject({
  /** `UpdateAlias`, `lambda:UpdateAlias`, `lambda:*`, `execute-api:Invoke` or `*`. */
  operation: z.string().min(1),
  /** Only calls and requests to this region; left out: to all, and to what has no region (IAM, Route 53). */
  region: z.string().min(1).optional(),
  /** Only the nth matching call, from 1; left out: every one. */
  call: z.int().min(1).optional(),
  kind: z.enum([
    'throttle',
    'fail',
    'expire',
    'delay',
    'dropBefore',
    'dropAfter',
    'exit-before',
    'exit-after',
  ]),
  /** For `delay`. */
  delayMs: z.int().min(0).optional(),
  /** For `exit-before` and `exit-after`: the process that gets SIGKILL. */
  pid: z.int().min(2).optional(),
});

/** What goes wrong with a call: before the operation ran, or after its effect is on disk. */
export type FaultRule = z.infer<typeof faultRule>;

/** A region that nobody reaches: its APIs, its stage URLs and what its domains lead to drop every connection. */
export const regionDown = (region: string): FaultRule => ({
  operation: '*',
  region,
  kind: 'dropBefore',
});

/** A call, as rules name it. */
interface FaultyCall {
  /** Signing name: `lambda`. */
  readonly service: string;
  readonly operation: string;
  /** Undefined where it is to none. */
  readonly region?: string | undefined;
}

/** @throws {z.ZodError} when the value is not a list of rules */
export function parseFaultRules(value: unknown): FaultRule[] {
  return z.array(faultRule).parse(value);
}

/** The connection is to be closed without an answer. */
export class DroppedConnection extends Error {
  constructor() {
    super('A fault rule dropped the connection.');
    this.name = 'DroppedConnection';
  }
}

/** Faults on request, for tests of the clients. */
export class Faults {
  #rules: { readonly rule: FaultRule; matched: number }[] = [];

  /** Replaces all rules and starts counting anew. */
  replace(rules: readonly FaultRule[]): void {
    this.#rules = rules.map((rule) => ({ rule, matched: 0 }));
  }

  /** The rules that may still apply. */
  list(): readonly FaultRule[] {
    return this.#rules
      .filter(({ rule, matched }) => rule.call === undefined || matched < rule.call)
      .map(({ rule }) => rule);
  }

  clear(): void {
    this.#rules = [];
  }

  /**
   * Runs a call under the first rule that applies to it.
   *
   * @param run the operation, until its effect is on disk
   * @throws {AwsError} for `throttle`, `fail` and `expire`, DroppedConnection for the drops and exits
   */
  async apply<T>(call: FaultyCall, run: () => Promise<T>): Promise<T> {
    const rule = this.#next(call);
    if (rule === undefined) {
      return run();
    }
    await before(rule, call.service);
    const result = await run();
    after(rule);
    return result;
  }

  #next({ service, operation, region }: FaultyCall): FaultRule | undefined {
    const names = ['*', operation, `${service}:*`, `${service}:${operation}`];
    const matching = this.#rules.filter(
      ({ rule }) =>
        names.includes(rule.operation) && (rule.region === undefined || rule.region === region),
    );
    for (const counted of matching) {
      counted.matched += 1;
    }
    return matching.find(({ rule, matched }) => (rule.call ?? matched) === matched)?.rule;
  }
}

async function before(rule: FaultRule, service: string): Promise<void> {
  switch (rule.kind) {
    case 'throttle':
      throw throttlingError(service);
    case 'fail':
      throw internalError(service);
    case 'expire':
      throw expiredError(service);
    case 'delay':
      await delay(rule.delayMs ?? 0);
      break;
    case 'exit-before':
      kill(rule);
      throw new DroppedConnection();
    case 'dropBefore':
      throw new DroppedConnection();
    case 'dropAfter':
    case 'exit-after':
      break;
  }
}

function after(rule: FaultRule): void {
  if (rule.kind === 'exit-after') {
    kill(rule);
  }
  if (rule.kind === 'exit-after' || rule.kind === 'dropAfter') {
    throw new DroppedConnection();
  }
}

function kill(rule: FaultRule): void {
  if (rule.pid !== undefined) {
    process.kill(rule.pid, 'SIGKILL');
  }
}

/**
 * The documented answer of a service that is called too often.
 *
 * @param retryAfter after how many seconds another call may succeed
 */
export function throttlingError(service: string, retryAfter = 1): AwsError {
  const headers = { 'retry-after': String(retryAfter) };
  switch (service) {
    case 'lambda':
      return new AwsError('TooManyRequestsException', 429, 'Rate exceeded', {
        members: { Reason: 'CallerRateLimitExceeded', retryAfterSeconds: String(retryAfter) },
        headers,
      });
    case 'apigateway':
      return new AwsError('TooManyRequestsException', 429, 'Too Many Requests', { headers });
    case 'execute-api':
      return new AwsError('TooManyRequestsException', 429, 'Too Many Requests');
    case 'iam':
    case 'sts':
      return new AwsError('Throttling', 400, 'Rate exceeded');
    default:
      return new AwsError('ThrottlingException', 400, 'Rate exceeded');
  }
}

/** The answer to credentials that ended; query services have a name of their own for it. */
function expiredError(service: string): AwsError {
  const code = ['iam', 'sts'].includes(service) ? 'ExpiredToken' : 'ExpiredTokenException';
  return new AwsError(code, 403, 'The security token included in the request is expired');
}

/** A service's answer when it failed itself. */
export function internalError(service: string): AwsError {
  switch (service) {
    case 'lambda':
      return new AwsError(
        'ServiceException',
        500,
        'An error occurred and the request cannot be processed.',
      );
    case 'execute-api':
      return new AwsError('InternalServerErrorException', 500, 'Internal server error');
    default:
      return new AwsError(
        'InternalFailure',
        500,
        'The request processing has failed because of an unknown error.',
      );
  }
}
