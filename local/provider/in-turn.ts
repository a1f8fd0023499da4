const last = new Map<string, Promise<unknown>>();

/** Runs work one after another for the same key, in the order of the calls, whether or not it fails. */
export async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = last.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  last.set(key, mine);
  return mine;
}
