import { emitKeypressEvents } from 'node:readline';

/** What a key does. */
export interface KeyBinding {
  readonly key: string;
  /** As the prompt says it. */
  readonly text: string;
  /** While it runs the terminal is the work's own. */
  readonly run: () => Promise<void>;
}

/**
 * Listens to the keys of a terminal; where there is none, nobody presses any.
 *
 * @param onEnd for Ctrl-C, which a terminal in this mode tells as a key, and for q.
 * @returns what ends it.
 */
export function listenToKeys(
  bindings: readonly KeyBinding[],
  onEnd: () => void,
  input: NodeJS.ReadStream = process.stdin,
): () => void {
  if (!input.isTTY) {
    return () => undefined;
  }
  let isBusy = false;
  const setRaw = (isRaw: boolean) => {
    input.setRawMode(isRaw);
  };
  const onKey = (text: string | undefined, { name, ctrl }: { name?: string; ctrl?: boolean }) => {
    const binding = bindings.find(({ key }) => key === text);
    if (text === 'q' || (ctrl === true && name === 'c')) {
      onEnd();
    } else if (binding !== undefined && !isBusy) {
      isBusy = true;
      setRaw(false);
      void binding.run().finally(() => {
        isBusy = false;
        setRaw(true);
      });
    }
  };
  emitKeypressEvents(input);
  setRaw(true);
  input.on('keypress', onKey).resume();
  return () => {
    input.off('keypress', onKey).pause();
    setRaw(false);
  };
}
