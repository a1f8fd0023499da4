import assert from 'node:assert/strict';
import fc from 'fast-check';
import { betaNumbered } from '../release/_beta.ts';
import { retireBeta } from '../release/_retire-beta.ts';
import type { Command } from './_command.ts';
import type { Expectations } from './_expectations.ts';
import { runWork } from './_run.ts';
import { describeTrouble, isHarmless, trouble, type Trouble } from './_trouble.ts';
import type { World } from './_world.ts';

/** Adds `beta` to the settings; the next release makes it. */
export class AddTarget implements Command {
  check({ added: { settings, isMade } }: Readonly<Expectations>): boolean {
    return settings === undefined && !isMade;
  }

  async run(model: Expectations, world: World): Promise<void> {
    const settings = betaNumbered(model.nextName());
    const { inputs } = model;
    const deploymentId = await world.deploy(inputs.deploymentId, { added: settings });
    model.inputs = { ...inputs, deploymentId };
    model.added = { settings, isMade: false };
    world.workshop.count('target added');
  }

  toString(): string {
    return 'AddTarget()';
  }
}

/** Takes `beta` out of the settings where it is in them still, and retires it. */
class RetireTarget implements Command {
  readonly #trouble: Trouble;

  constructor(trouble: Trouble) {
    this.#trouble = trouble;
  }

  check({ added }: Readonly<Expectations>): boolean {
    return added.isMade;
  }

  async run(model: Expectations, world: World): Promise<void> {
    const trouble = this.#trouble;
    const { greeting, deploymentId } = model.inputs;
    model.added = { settings: undefined, isMade: true };
    const { ending } = await runWork(
      model,
      world,
      {
        options: { bundle: await world.workshop.bundle(greeting), deploymentId },
        reads: '',
        async run(context) {
          await retireBeta(context, model.outputsOf(world.stack));
          return 'retired';
        },
      },
      trouble,
    );
    if (isHarmless(trouble)) {
      assert.equal(ending.status, 0, ending.message);
    }
    if (ending.status === 0) {
      model.added = { settings: undefined, isMade: false };
      world.workshop.count('target retired');
    }
  }

  toString(): string {
    return `RetireTarget(${describeTrouble(this.#trouble).replace(/^, /, '')})`;
  }
}

/** Adding it, and retiring it. */
export const targetChanges = fc.oneof(
  fc.constant(new AddTarget()),
  trouble.map((each) => new RetireTarget(each)),
);

/** Ends what a history left undone of it, so that releases are not refused any more. */
export async function endRetiring(model: Expectations, world: World): Promise<void> {
  if (model.added.isMade && model.added.settings === undefined) {
    await new RetireTarget({ kind: 'none' }).run(model, world);
  }
}
