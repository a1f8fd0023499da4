import { Interrupted } from '../errors.ts';

/**
 * Aborts `stop` on the first Ctrl-C or request to terminate; later ones change nothing, since
 * what goes on then is putting back.
 *
 * @param say tells the person that it was understood.
 * @returns a function that ends this.
 */
export function stopOnSignals(stop: AbortController, say: (text: string) => void): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    if (stop.signal.aborted) {
      say('Still putting back what was changed; please wait.');
      return;
    }
    say(`${signal === 'SIGINT' ? 'Interrupted' : 'Asked to stop'}: putting back what was changed.`);
    stop.abort(new Interrupted('The release was interrupted', 'npm run release'));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  signals.forEach((signal) => process.on(signal, onSignal));
  return () => {
    signals.forEach((signal) => process.off(signal, onSignal));
  };
}
