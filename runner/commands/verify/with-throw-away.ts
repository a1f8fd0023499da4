import { PutBackError } from '../../errors.ts';
import { cleanUp } from './clean-up.ts';
import { measure, type Measured } from './measure.ts';
import type { Measuring } from './measuring.ts';
import { probesOf } from './probes-of.ts';
import { createThrowAway, newName, type Place, type ThrowAway } from './throw-away.ts';
import type { VerifyClients } from './verify-clients.ts';

interface How extends Pick<Measuring, 'pace' | 'signal' | 'say'> {
  /** The URL of its API stage. */
  readonly urlOf: (thing: ThrowAway) => string;
}

/**
 * Makes the throw-away resources, measures, and deletes them, whatever happens meanwhile.
 *
 * @throws {PutBackError} when something could not be deleted, with its name, and with what failed before.
 */
export async function withThrowAway(
  clients: VerifyClients,
  place: Place,
  { pace, signal, say, urlOf }: How,
): Promise<Measured> {
  signal.throwIfAborted();
  const name = newName();
  say(`Makes ${name}.`);
  let failure: { readonly error: unknown } | undefined;
  try {
    const thing = await createThrowAway(clients, place, name, signal);
    const probes = probesOf(clients, thing, urlOf(thing), pace);
    return await measure({ clients, thing, probes, pace, signal, say });
  } catch (error) {
    // Who waits is told that it was stopped, and not by which call.
    failure = { error: signal.aborted ? signal.reason : error };
    throw failure.error;
  } finally {
    say(`Deletes ${name}.`);
    await cleanUp(clients, name).catch((error: unknown) => {
      throw withReason(error, failure?.error);
    });
  }
}

/** What could not be deleted is said first; it hides nothing. */
function withReason(error: unknown, reason: unknown): unknown {
  return error instanceof PutBackError && reason instanceof Error
    ? new PutBackError(`${error.message}; before that: ${reason.message}`, error.next, {
        resource: error.resource,
        cause: reason,
      })
    : error;
}
