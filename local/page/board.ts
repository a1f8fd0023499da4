import type { CallAnswer } from './call.ts';
import { stageOptions } from './call-section.ts';
import type {
  Engine,
  EngineApi,
  EngineBatch,
  EngineFault,
  EngineLag,
  EngineLine,
  EngineRequest,
} from './engine.ts';
import { linesMarkup } from './lines.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { faultsMarkup, lagText } from './trouble-section.ts';
import { adding, keptChildren, replacing } from './part.ts';
import type { Part } from './part.ts';
import { areInSeveralRegions, pictureOf } from './picture.ts';
import { requestMarkup } from './requests.ts';

type Listener = (parts: readonly Part[]) => void;

/** What the page shows of the embedded AWS, kept as it changes; who listens is told the parts that did. */
export class Board {
  readonly #engine: Engine;
  readonly #listeners = new Set<Listener>();
  #apis: readonly EngineApi[] = [];
  #requests: readonly EngineRequest[] = [];
  #lines: readonly EngineLine[] = [];
  #faults: readonly EngineFault[] = [];
  #lag: EngineLag = { alias: 0, stage: 0, read: 0 };
  /** The last question to the engine: an answer that is overtaken by a later one would undo it. */
  #asked: Promise<unknown> = Promise.resolve();
  /** The last call by the form. */
  answer: CallAnswer | undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get apis(): readonly EngineApi[] {
    return this.#apis;
  }

  /** Newest first. */
  get requests(): readonly EngineRequest[] {
    return this.#requests;
  }

  get faults(): readonly EngineFault[] {
    return this.#faults;
  }

  get lag(): EngineLag {
    return this.#lag;
  }

  /** @returns what ends it */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Resolves when something is so, or after a while. */
  until(isSo: () => boolean, mostMs: number): Promise<void> {
    if (isSo()) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        end();
        resolve();
      };
      const timer = setTimeout(done, mostMs);
      const end = this.listen(() => {
        if (isSo()) {
          done();
        }
      });
    });
  }

  tell(parts: readonly Part[]): void {
    if (parts.length > 0) {
      this.#listeners.forEach((listener) => {
        listener(parts);
      });
    }
  }

  /** Takes in what happened. @param isFirst it is all that there is, and not more of it */
  async take({ requests, lines, isChanged }: EngineBatch, isFirst: boolean): Promise<void> {
    const newest = requests.toReversed();
    const [requestsBefore, linesBefore] = isFirst ? [[], []] : [this.#requests, this.#lines];
    this.#requests = [...newest, ...requestsBefore].slice(0, keptChildren['request-list']);
    this.#lines = [...linesBefore, ...lines].slice(-(keptChildren['line-list'] ?? 0));
    this.tell([
      ...(requests.length === 0
        ? []
        : [
            isFirst
              ? replacing('request-list', this.requestList())
              : adding('request-list', 'prepend', this.#show(newest)),
          ]),
      ...(lines.length === 0
        ? []
        : [
            isFirst
              ? replacing('line-list', this.lineList())
              : adding('line-list', 'append', linesMarkup(lines, this.#isRegionTold)),
          ]),
    ]);
    if (isFirst || this.#faults.length > 0) {
      await this.refreshTrouble();
    }
    if (isChanged) {
      await this.refresh();
    }
  }

  /** Asks anew what is served. */
  refresh(): Promise<void> {
    return this.#inTurn(() => this.#readApis());
  }

  /** Asks anew which calls are still to fail, and what lags. */
  refreshTrouble(): Promise<void> {
    return this.#inTurn(() => this.#readTrouble());
  }

  #inTurn(ask: () => Promise<void>): Promise<void> {
    const mine = this.#asked.then(ask, ask);
    this.#asked = mine;
    return mine;
  }

  async #readApis(): Promise<void> {
    const before = this.#apis;
    this.#apis = await this.#engine.apis();
    const isSame = JSON.stringify(before) === JSON.stringify(this.#apis);
    const namesOf = (apis: readonly EngineApi[]): string =>
      apis
        .flatMap(({ stages }) => stages.map(({ url, isClosed }) => `${url} ${String(isClosed)}`))
        .join();
    this.tell([
      ...(isSame ? [] : [replacing('picture', pictureOf(this.#apis))]),
      ...(namesOf(before) === namesOf(this.#apis)
        ? []
        : [replacing('call-stage', stageOptions(this.#apis, this.answer?.call.stageUrl ?? ''))]),
      ...(areInSeveralRegions(before) === this.#isRegionTold
        ? []
        : [replacing('request-list', this.requestList()), replacing('line-list', this.lineList())]),
    ]);
  }

  async #readTrouble(): Promise<void> {
    const before = JSON.stringify([this.#faults, this.#lag]);
    [this.#faults, this.#lag] = await Promise.all([this.#engine.faults(), this.#engine.lag()]);
    if (JSON.stringify([this.#faults, this.#lag]) !== before) {
      this.tell(this.troubleParts());
    }
  }

  troubleParts(): Part[] {
    return [
      replacing('active-faults', faultsMarkup(this.#faults)),
      replacing('lag-now', lagText(this.#lag)),
    ];
  }

  requestList(): Markup {
    return this.#requests.length === 0
      ? markup`<p class="empty">No request yet: call a stage.</p>`
      : this.#show(this.#requests);
  }

  lineList(): Markup {
    return linesMarkup(this.#lines, this.#isRegionTold);
  }

  get #isRegionTold(): boolean {
    return areInSeveralRegions(this.#apis);
  }

  #show(requests: readonly EngineRequest[]): Markup {
    return markup`${requests.map((request) => requestMarkup(request, this.#isRegionTold))}`;
  }
}
