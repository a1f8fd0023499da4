import type { Ending } from './execution/handler-process.ts';

/** What a client gets of an invocation, and what its log ends with. */
export interface Answer {
  readonly payload: Buffer;
  readonly functionError?: 'Unhandled';
  readonly status: 'success' | 'error' | 'timeout';
  /** Lines that Lambda itself writes about a failure. */
  readonly log: readonly string[];
}

/** Bytes of an answer to a synchronous call. */
const answerLimit = 6_291_556;

/**
 * Turns the end of an invocation into Lambda's answer. Whatever a handler throws is `Unhandled`: the
 * Node.js runtimes have no other kind.
 */
export function invocationAnswer(requestId: string, ending: Ending): Answer {
  switch (ending.kind) {
    case 'result':
      return ending.payload.length > answerLimit
        ? failure('Function.ResponseSizeTooLarge', responseTooLarge)
        : { payload: ending.payload, status: 'success', log: [] };
    case 'error':
      return { payload: ending.payload, functionError: 'Unhandled', status: 'error', log: [] };
    case 'timeout': {
      const text = `Task timed out after ${ending.seconds.toFixed(2)} seconds`;
      const log = [`${new Date().toISOString()} ${requestId} ${text}`];
      const message = `RequestId: ${requestId} Error: ${text}`;
      return { ...failure('Sandbox.Timedout', message), status: 'timeout', log };
    }
    case 'exit': {
      const message = `RequestId: ${requestId} Error: ${exitReason(ending)}`;
      return { ...failure('Runtime.ExitError', message), log: [`${message}\nRuntime.ExitError`] };
    }
  }
}

const responseTooLarge = `Response payload size exceeded maximum allowed payload size (${String(answerLimit)} bytes).`;

function failure(errorType: string, errorMessage: string): Answer {
  const payload = Buffer.from(JSON.stringify({ errorType, errorMessage }));
  return { payload, functionError: 'Unhandled', status: 'error', log: [] };
}

function exitReason(ending: {
  readonly code: number | null;
  readonly signal: string | null;
}): string {
  if (ending.signal !== null) {
    return `Runtime exited with error: signal: ${signalName(ending.signal)}`;
  }
  return ending.code === 0 || ending.code === null
    ? 'Runtime exited without providing a reason'
    : `Runtime exited with error: exit status ${String(ending.code)}`;
}

/** `killed` for SIGKILL: the words in which Linux describes signals. */
function signalName(signal: string): string {
  const words: Readonly<Record<string, string>> = {
    SIGKILL: 'killed',
    SIGABRT: 'aborted',
    SIGSEGV: 'segmentation fault',
    SIGTERM: 'terminated',
  };
  return words[signal] ?? signal;
}
