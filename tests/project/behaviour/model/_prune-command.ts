import assert from 'node:assert/strict';
import fc from 'fast-check';
import { prune } from '../../../../runner/commands/prune/prune.ts';
import { always, type Command } from './_command.ts';
import { verifyUntouched, type Expectations } from './_expectations.ts';
import { runWork } from './_run.ts';
import { describeTrouble, isHarmless, trouble, type Trouble } from './_trouble.ts';
import type { World } from './_world.ts';

interface PruneParameters {
  readonly keep: number;
  readonly trouble: Trouble;
}

const dayMs = 86_400_000;

class Prune implements Command {
  readonly check = always;
  readonly #parameters: PruneParameters;

  constructor(parameters: PruneParameters) {
    this.#parameters = parameters;
  }

  async run(model: Expectations, world: World): Promise<void> {
    const { keep, trouble } = this.#parameters;
    const { inputs } = model;
    const { deploymentId } = inputs;
    const { before, after, ending } = await runWork(
      model,
      world,
      {
        options: { bundle: await world.workshop.bundle(inputs.greeting), deploymentId },
        reads: '',
        run: async ({ settings, clients, stop, writers: { propagation } }) => {
          const outputs = model.outputsOf(world.stack);
          const retention = { keep, minAgeMs: 0, now: new Date(Date.now() + dayMs) };
          await prune({ settings, clients, outputs }, retention, {
            isDryRun: false,
            stop,
            propagation,
          });
          return 'pruned';
        },
      },
      trouble,
    );
    if (trouble.kind !== 'person') {
      verifyUntouched(before, after);
    }
    if (isHarmless(trouble)) {
      const { settings, isMade } = model.added;
      // What is there of a target that is to be made may name a version.
      const isRefused = settings !== undefined && !isMade;
      assert.equal(ending.status, isRefused ? 3 : 0, ending.message);
    }
  }

  toString(): string {
    const { trouble, keep } = this.#parameters;
    return `Prune(${String(keep)}${describeTrouble(trouble)})`;
  }
}

export const prunes = fc
  .record({ keep: fc.integer({ min: 1, max: 3 }), trouble })
  .map((parameters) => new Prune(parameters));
