import type { Clients } from './clients.ts';

/** Calls of one operation. */
interface CallCount {
  readonly service: string;
  readonly operation: string;
  readonly calls: number;
  readonly retries: number;
  readonly refused: number;
}

interface Called {
  readonly clientName?: string;
  readonly commandName?: string;
}

interface Answered {
  readonly $metadata?: { readonly attempts?: number };
}

/**
 * Counts the calls that clients make from now on.
 *
 * @returns tells them, the most frequent operation first.
 */
export function countCalls(clients: Clients): () => readonly CallCount[] {
  const counts = new Map<string, CallCount>();
  const add = (
    { clientName = '', commandName = '' }: Called,
    refused: number,
    answer: Answered,
  ) => {
    const service = clientName.replace(/Client$/, '');
    const operation = commandName.replace(/Command$/, '');
    const key = nameOf({ service, operation });
    const before = counts.get(key);
    counts.set(key, {
      service,
      operation,
      calls: (before?.calls ?? 0) + 1,
      retries: (before?.retries ?? 0) + (answer.$metadata?.attempts ?? 1) - 1,
      refused: (before?.refused ?? 0) + refused,
    });
  };
  const count = <A extends object, R extends { readonly output: Answered }>(
    next: (args: A) => Promise<R>,
    called: Called,
  ) => {
    return async (args: A) => {
      try {
        const answer = await next(args);
        add(called, 0, answer.output);
        return answer;
      } catch (error) {
        add(called, 1, isAnswered(error) ? error : {});
        throw error;
      }
    };
  };
  // Innermost, so that a call that another middleware makes again is counted again.
  const place = { step: 'initialize', name: 'countCalls', priority: 'low' } as const;
  clients.lambda.middlewareStack.add(count, place);
  clients.apiGateway.middlewareStack.add(count, place);
  clients.logs.middlewareStack.add(count, place);
  clients.cloudWatch.middlewareStack.add(count, place);
  clients.sts.middlewareStack.add(count, place);
  return () => inOrder(counts);
}

/** Counts of several clients in one. */
export function addCalls(all: readonly (readonly CallCount[])[]): readonly CallCount[] {
  const sums = new Map<string, CallCount>();
  for (const count of all.flat()) {
    const key = nameOf(count);
    const { calls, retries, refused } = sums.get(key) ?? { calls: 0, retries: 0, refused: 0 };
    sums.set(key, {
      ...count,
      calls: calls + count.calls,
      retries: retries + count.retries,
      refused: refused + count.refused,
    });
  }
  return inOrder(sums);
}

const nameOf = ({ service, operation }: Pick<CallCount, 'service' | 'operation'>): string =>
  `${service} ${operation}`;

function inOrder(counts: ReadonlyMap<string, CallCount>): readonly CallCount[] {
  return [...counts.values()].sort(
    (one, other) => other.calls - one.calls || nameOf(one).localeCompare(nameOf(other)),
  );
}

function isAnswered(error: unknown): error is Answered {
  return typeof error === 'object' && error !== null && '$metadata' in error;
}
