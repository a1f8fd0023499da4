import type { ObservedRequest } from './observed-request.ts';

/** A line that a function or a stage logged. */
export interface ObservedLine {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly region: string;
  readonly group: string;
  readonly text: string;
}

/** What happened since the last time that a watcher was told. */
export interface ActivityBatch {
  readonly requests: readonly ObservedRequest[];
  readonly lines: readonly ObservedLine[];
  /** Whether a call changed anything. */
  readonly isChanged: boolean;
}

type Watcher = (batch: ActivityBatch) => void;

const keptRequests = 100;
const keptLines = 300;
const longestLine = 4000;

/** So long a watcher waits for what happened, and is told all of it together. */
const gatherMs = 50;

/**
 * What is going on, for whoever watches: the last requests and log lines, and that something changed. A request is
 * made ready to be shown only when somebody looks, so that nobody pays for it under load.
 */
export class Activity {
  #requests: (() => ObservedRequest)[] = [];
  #lines: ObservedLine[] = [];
  #sequence = 0;
  readonly #watchers = new Set<Watcher>();
  #timer: NodeJS.Timeout | undefined;
  #newRequests: (() => ObservedRequest)[] = [];
  #newLines: ObservedLine[] = [];
  #isChanged = false;

  /** @param show makes the request with this number ready to be shown */
  noteRequest(show: (sequence: number) => ObservedRequest): void {
    this.#sequence += 1;
    const sequence = this.#sequence;
    let shown: ObservedRequest | undefined;
    const once = (): ObservedRequest => (shown ??= show(sequence));
    this.#requests = keep(this.#requests, [once], keptRequests);
    if (this.#watchers.size > 0) {
      this.#newRequests = keep(this.#newRequests, [once], keptRequests);
      this.#tellSoon();
    }
  }

  noteLines(from: Omit<ObservedLine, 'text'>, texts: readonly string[]): void {
    const lines = texts.slice(-keptLines).map((text) => ({ ...from, text }));
    this.#lines = keep(this.#lines, lines, keptLines);
    if (this.#watchers.size > 0) {
      this.#newLines = keep(this.#newLines, lines, keptLines);
      this.#tellSoon();
    }
  }

  noteChange(): void {
    if (this.#watchers.size > 0) {
      this.#isChanged = true;
      this.#tellSoon();
    }
  }

  /** Tells at once what is kept, and from then on what happens. @returns what ends that */
  watch(watcher: Watcher): () => void {
    this.#tell();
    watcher({
      requests: this.#requests.slice(-keptRequests).map((show) => show()),
      lines: shownLines(this.#lines),
      isChanged: true,
    });
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  }

  #tellSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#tell();
    }, gatherMs).unref();
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch: ActivityBatch = {
      requests: this.#newRequests.slice(-keptRequests).map((show) => show()),
      lines: shownLines(this.#newLines),
      isChanged: this.#isChanged,
    };
    this.#newRequests = [];
    this.#newLines = [];
    this.#isChanged = false;
    for (const watcher of this.#watchers) {
      watcher(batch);
    }
  }
}

function shownLines(lines: readonly ObservedLine[]): readonly ObservedLine[] {
  return lines
    .slice(-keptLines)
    .map((line) => ({ ...line, text: line.text.trimEnd().slice(0, longestLine) }));
}

/** Lets a list grow to twice what is kept before it is cut, so that it is seldom copied. */
function keep<T>(list: T[], more: readonly T[], kept: number): T[] {
  list.push(...more.slice(-kept));
  return list.length >= 2 * kept ? list.slice(-kept) : list;
}
