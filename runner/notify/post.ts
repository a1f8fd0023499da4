/** What a post may take. */
export interface Patience {
  /** Milliseconds until an answer must be there. */
  readonly answerMs: number;
  /** Milliseconds that the end of a run waits for all posts. */
  readonly endMs: number;
}

/** What came of an attempt. */
type Attempt =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly why: string; readonly mayTryAgain: boolean };

/**
 * Posts JSON to a webhook. It is tried once more where the message was certainly not taken, and does not throw. No
 * redirect is followed: what is secret in a URL is for its host.
 *
 * @param stop ends it when nobody waits any more.
 * @returns why it was not taken, without the URL; undefined when it was.
 */
export async function post(
  url: string,
  body: object,
  stop: AbortSignal,
  answerMs: number,
): Promise<string | undefined> {
  const first = await attempt(url, body, stop, answerMs);
  const last =
    first.kind === 'refused' && first.mayTryAgain
      ? await attempt(url, body, stop, answerMs)
      : first;
  return last.kind === 'taken' ? undefined : last.why;
}

async function attempt(
  url: string,
  body: object,
  stop: AbortSignal,
  answerMs: number,
): Promise<Attempt> {
  const timeout = AbortSignal.timeout(answerMs);
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.any([stop, timeout]),
    });
    await answer.body?.cancel();
    const { ok, status } = answer;
    return ok
      ? { kind: 'taken' }
      : { kind: 'refused', why: `it answered ${status}`, mayTryAgain: status >= 500 };
  } catch (error) {
    if (stop.aborted || timeout.aborted) {
      return { kind: 'refused', why: 'it did not answer in time', mayTryAgain: false };
    }
    return { kind: 'refused', why: codeOf(error), mayTryAgain: true };
  }
}

/** The message of an error may hold the URL; its code does not. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? `there was no connection (${code})` : 'there was no connection';
}
