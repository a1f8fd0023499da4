// Loaded by ava, as ava.config.js says, in each process that runs tests of a tier which was started before its turn.

import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';

/**
 * Waits until the release says that it is the tier's turn, and takes over the environment that the tests are to have.
 *
 * @throws {Error} when the release has ended without.
 */
export default async function awaitTurn(): Promise<void> {
  const { TIER_TURN: path } = process.env;
  if (path === undefined) {
    return;
  }
  delete process.env.TIER_TURN;
  const told = await text(createConnection(path));
  if (told === '') {
    throw new Error('The release has ended, and this tier had no turn');
  }
  for (const [name, value] of Object.entries(JSON.parse(told) as Record<string, string | null>)) {
    if (value === null) {
      Reflect.deleteProperty(process.env, name);
    } else {
      process.env[name] = value;
    }
  }
}
