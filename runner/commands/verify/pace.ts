/** How fast and how long it is watched what a change does. */
export interface Pace {
  /** How many changes of each kind. */
  readonly changes: number;
  /** Milliseconds between two requests to the API on one of {@link connections}; the same for `Invoke`. */
  readonly askMs: number;
  /** How many requests may be under way at once. */
  readonly connections: number;
  /** Milliseconds between two reads of the control plane. */
  readonly readMs: number;
  /** A change is taken to be everywhere when nothing old was seen for that long, and as long as it took. */
  readonly quietMs: number;
  /** A change that is not everywhere after that is watched no longer. */
  readonly longestMs: number;
}

/** Within the quotas of an account in which others work: 15 reads a second of Lambda, 10 of API Gateway. */
const onAws = { askMs: 150, connections: 4, readMs: 300, quietMs: 5_000, longestMs: 60_000 };
/** Where nobody counts, and lags are short. */
const onAnotherEngine = { askMs: 10, connections: 4, readMs: 15, quietMs: 700, longestMs: 60_000 };

/** @param endpoint of another engine than AWS. */
export function paceOf(changes: number, endpoint: string | undefined): Pace {
  return { changes, ...(endpoint === undefined ? onAws : onAnotherEngine) };
}

/** Stage, canary, alias and weights; of canary and weights there are two changes each, one to begin with. */
const changesOfEach = 6;

/** Minutes that it takes where every change is everywhere at once, or soon. */
export function usualMinutes({ changes, quietMs }: Pace): number {
  return Math.ceil((changes * (changesOfEach + 1) * quietMs) / 60_000) + 5;
}

/**
 * US dollars, of us-east-1 in 2026 and not less elsewhere by much: 3.50 for a million requests to a REST API,
 * 0.20 and 128 MB for some milliseconds for an invocation, 0.0000041667 for a GB-second of provisioned
 * concurrency (https://aws.amazon.com/api-gateway/pricing, https://aws.amazon.com/lambda/pricing).
 */
const prices = { request: 3.5e-6, invocation: 0.3e-6, provisionedSecond: 0.125 * 4.1667e-6 };

/**
 * What it costs at most: if every change is watched for the longest time.
 *
 * @returns US dollars, rounded up to whole cents.
 */
export function costAtMost({ changes, askMs, connections, longestMs }: Pace): number {
  const requests = changes * changesOfEach * connections * (longestMs / askMs);
  const invocations = requests * 2;
  const dollars =
    requests * prices.request +
    invocations * prices.invocation +
    provisionedSeconds * prices.provisionedSecond;
  return Math.ceil(dollars * 100) / 100;
}

/** Two waits for one unit, until each is given up, and what lies between. */
const provisionedSeconds = 1_500;
