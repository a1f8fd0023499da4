/** For how long nobody else may write. */
export interface Lease {
  /** Aborted at its end. */
  readonly signal: AbortSignal;
  readonly isOver: () => boolean;
}

/** As the SDK calls an answer that did not come in time. */
export function neverAnswered(): Error {
  return Object.assign(new Error('No answer'), { name: 'TimeoutError' });
}

/**
 * Sends a write while a lease holds, and no longer: the SDK tries again what got no answer, for longer than others wait
 * before they take over. No attempt begins after the lease, and one that is under way then is given up.
 *
 * @param lease undefined where nobody else writes.
 * @param send gives the options to the SDK as they are.
 * @throws {TimeoutError} where it ended before the answer came; whether the write took effect is not known then.
 */
export async function whileLeased<Answer>(
  lease: Lease | undefined,
  send: (options: { readonly abortSignal?: AbortSignal }) => Promise<Answer>,
): Promise<Answer> {
  if (lease === undefined) {
    return send({});
  }
  if (lease.isOver()) {
    throw neverAnswered();
  }
  try {
    return await send({
      // Each attempt asks. After a process stood still, one that was due is sent before the end is told.
      get abortSignal() {
        return lease.isOver() ? AbortSignal.abort() : lease.signal;
      },
    });
  } catch (error) {
    throw lease.isOver() ? neverAnswered() : error;
  }
}
