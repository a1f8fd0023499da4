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

/**
 * Aborts `stop` on the first Ctrl-C or request to terminate; later ones change nothing, since
 * what goes on then is putting back.
 *
 * @param say tells the person that it was understood.
 * @returns a function that ends this.
 */
export function stopOnSignals(
  stop: AbortController,
  say: (text: string) => void,
  { what, command, now }: Interruptible,
): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    const how = signal === 'SIGINT' ? 'Interrupted' : 'Asked to stop';
    if (stop.signal.aborted) {
      say(`${how} again. Still ${now}; please wait.`);
      return;
    }
    say(`${how}: ${now}.`);
    stop.abort(new Interrupted(`${what} was interrupted`, advise(command)));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  signals.forEach((signal) => process.on(signal, onSignal));
  return () => {
    signals.forEach((signal) => process.off(signal, onSignal));
  };
}
