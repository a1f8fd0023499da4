import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rollback } from '../../../../runner/rollback.ts';
import { red as redTier } from '../release/_tier-commands.ts';
import { always, sometimes, type Command } from './_command.ts';
import { describe, type Expectations } from './_expectations.ts';
import { isSettled, type TargetName } from './_observation.ts';
import { runWork } from './_run.ts';
import { describeTrouble, isHarmless, trouble, type Trouble } from './_trouble.ts';
import type { World } from './_world.ts';

interface RollbackParameters {
  readonly target: TargetName;
  /** Chooses a version; undefined for the pair before. */
  readonly to: number | undefined;
  /** The api tier would be red; it runs only where it is asked for. */
  readonly isRed: boolean;
  readonly isTested: boolean;
  readonly trouble: Trouble;
}

class Rollback implements Command {
  readonly check = always;
  readonly #parameters: RollbackParameters;

  constructor(parameters: RollbackParameters) {
    this.#parameters = parameters;
  }

  async run(model: Expectations, world: World): Promise<void> {
    const { target, to, isRed, isTested, trouble } = this.#parameters;
    const version = to === undefined ? undefined : model.pick(to)?.version;
    const { inputs } = model;
    const { after, ending, intrusion } = await runWork(
      model,
      world,
      {
        options: {
          bundle: await world.workshop.bundle(inputs.greeting),
          deploymentId: inputs.deploymentId,
          tiers: isRed ? { api: redTier } : {},
        },
        // It chooses again where answers may be old.
        reads: world.lag > 0 ? 'choose-again' : 'choose',
        run: async (context) => {
          await rollback(context, { target, to: version, isTested });
          return 'rolled back';
        },
      },
      trouble,
    );
    const { status, message } = ending;
    if (status === undefined) {
      return;
    }
    const told = `status ${String(status)}: ${message}; ${describe(after)}`;
    assert.doesNotMatch(message, /was deleted/, told);
    if (isHarmless(trouble)) {
      assert.ok(status === (isRed && isTested ? 1 : 0) || status === 2, told);
    }
    const isBack = status === 0 || status === 1;
    if (isBack && intrusion === undefined) {
      assert.ok(isSettled(target, after[target]), told);
    }
    model.verifySettled(after, {
      ends: isBack ? [target] : [],
      mayLeave: [3, 4, 5].includes(status) ? [target] : [],
    });
  }

  toString(): string {
    const { trouble, ...parameters } = this.#parameters;
    return `Rollback(${JSON.stringify(parameters)}${describeTrouble(trouble)})`;
  }
}

export const rollbacks = fc
  .record({
    target: fc.constantFrom('stage', 'prod', 'prod'),
    to: fc.option(fc.nat(9), { nil: undefined }),
    isRed: sometimes,
    isTested: fc.boolean(),
    trouble,
  })
  .map((parameters) => new Rollback(parameters));
