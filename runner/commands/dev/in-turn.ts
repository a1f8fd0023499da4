/**
 * Runs work again when it is asked for while it runs, once more however often that was.
 *
 * @param work never throws.
 */
export function inTurn(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const run = (): Promise<void> => {
    running = work().then(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (running === undefined) {
      return run();
    }
    next ??= running.then(() => {
      next = undefined;
      return run();
    });
    return next;
  };
}
