import { watchAncestors } from '../bootstrap/ancestors.mjs';
import { Interrupted } from '../errors.ts';
import { advise, type Command } from '../report/next.ts';

/** What is interrupted, for people. */
export interface Interruptible {
  /** `The release` */
  readonly what: string;
  /** What to type to go on. */
  readonly command: Command;
  /** What happens now. */
  readonly now: string;
}

/** A signal may come twice: from the terminal, and passed on by the process that started this one. */
const sameSignalMs = 1000;

/**
 * Aborts `stop` on the first Ctrl-C or request to terminate, and when whatever started this command
 * has ended (invariant 13); later ones change nothing, since what goes on then is putting back.
 *
 * @param say tells the person that it was understood.
 * @returns a function that ends this.
 */
export function stopOnSignals(
  stop: AbortController,
  say: (text: string) => void,
  { what, command, now }: Interruptible,
): () => void {
  const begunAt = { ms: 0 };
  const onStop = (how: string) => {
    if (!stop.signal.aborted) {
      begunAt.ms = performance.now();
      say(`${how}: ${now}.`);
      stop.abort(new Interrupted(`${what} was interrupted`, advise(command)));
    } else if (performance.now() - begunAt.ms > sameSignalMs) {
      say(`${how} again. Still ${now}; please wait.`);
    }
  };
  const onSignal = (signal: NodeJS.Signals) => {
    onStop(signal === 'SIGINT' ? 'Interrupted' : 'Asked to stop');
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  signals.forEach((signal) => process.on(signal, onSignal));
  const endWatch = watchAncestors(() => {
    onStop('What started this command is gone');
  });
  return () => {
    endWatch();
    signals.forEach((signal) => process.off(signal, onSignal));
  };
}
