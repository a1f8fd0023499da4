import { moveByHand, type Move } from './_by-hand.ts';
import { always, type Command } from './_command.ts';
import type { Expectations } from './_expectations.ts';
import { describeMove, move } from './_trouble.ts';
import type { World } from './_world.ts';

class ByHand implements Command {
  readonly check = always;
  readonly #move: Move;

  constructor(byHand: Move) {
    this.#move = byHand;
  }

  async run(model: Expectations, world: World): Promise<void> {
    const { target, pick } = this.#move;
    const pair = model.pick(pick);
    if (pair !== undefined) {
      world.workshop.count('moved by hand');
      await world.byHand(model.allows, () => moveByHand(world.stack, this.#move, pair));
      const { [target]: seen } = await world.observe();
      model.noteByHand(target, seen);
    }
  }

  toString(): string {
    return `ByHand(${describeMove(this.#move)})`;
  }
}

export const movesByHand = move.map((each) => new ByHand(each));
