import test from 'ava';

import { Board } from '../../page/board.ts';
import { Engine } from '../../page/engine.ts';
import type { EngineApi } from '../../page/engine.ts';

/** Answers the first question after the second one would be answered. */
class EngineThatIsSlowAtFirst extends Engine {
  readonly #first = Promise.withResolvers<undefined>();
  #asked = 0;

  override async apis(): Promise<EngineApi[]> {
    this.#asked += 1;
    const name = `as of question ${String(this.#asked)}`;
    if (this.#asked === 1) {
      await this.#first.promise;
    }
    return [{ id: 'a', name, region: 'eu-west-1', stages: [], aliases: [] }];
  }

  answerTheFirst(): void {
    this.#first.resolve(undefined);
  }
}

test('what was asked first does not undo what was asked last', async (t) => {
  const engine = new EngineThatIsSlowAtFirst('http://127.0.0.1:1', {
    accessKeyId: 'none',
    secretAccessKey: 'none',
  });
  const board = new Board(engine);
  const both = [board.refresh(), board.refresh()];
  setImmediate(() => {
    engine.answerTheFirst();
  });
  await Promise.all(both);
  t.deepEqual(
    board.apis.map(({ name }) => name),
    ['as of question 2'],
  );
});
