import type { TestStack } from './_stack.ts';

/** The nth call of an operation in a release, as a fault rule names it. */
export interface Call {
  /** `lambda:UpdateAlias` */
  readonly operation: string;
  readonly nth: number;
}

/** The calls to AWS since the last `clear`. Requests to a target's URL are its callers', and left out. */
export function recordedCalls({ aws }: TestStack): Call[] {
  const counts = new Map<string, number>();
  return aws.calls
    .list()
    .filter(({ service }) => service !== 'execute-api')
    .map(({ service, operation: name }) => {
      const operation = `${service}:${name}`;
      const nth = 1 + (counts.get(operation) ?? 0);
      counts.set(operation, nth);
      return { operation, nth };
    });
}
