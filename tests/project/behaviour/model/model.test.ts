import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { isFullForm } from '../../_helpers/matrix.ts';
import { lags } from '../release/_lags.ts';
import { Expectations } from './_expectations.ts';
import { histories } from './_histories.ts';
import { Release } from './_release-command.ts';
import { AddTarget, endRetiring } from './_target-commands.ts';
import { openWorkshop, World } from './_world.ts';

const { numRuns, maxCommands } = isFullForm
  ? { numRuns: 200, maxCommands: 15 }
  : { numRuns: 10, maxCommands: 8 };

const calm = {
  code: 'new',
  isNewApi: true,
  isNewSettings: true,
  red: undefined,
  isRolledOut: false,
  asksApproval: false,
  isContinued: false,
  isAgain: false,
  trouble: { kind: 'none' },
} as const;

test.serial(
  'whatever happens to a stack, its invariants hold, and the next release converges',
  async (t) => {
    t.timeout(3_600_000);
    const workshop = await openWorkshop(t);
    const property = fc.asyncProperty(
      fc.record({
        isNew: fc.boolean(),
        isAdded: fc.boolean(),
        commands: histories(maxCommands),
        isRolledOut: fc.boolean(),
        lag: fc.constantFrom(...lags),
      }),
      async ({ isNew, isAdded, commands, isRolledOut, lag }) => {
        const world = await World.create(workshop, lag);
        try {
          const { deploymentId } = world.stack.outputs;
          const model = new Expectations({ greeting: 'g0', deploymentId });
          if (isAdded) {
            await new AddTarget().run(model, world);
          }
          if (!isNew) {
            await new Release(calm).run(model, world);
          }
          await fc.asyncModelRun(() => ({ model, real: world }), commands);
          await verifyConvergence(model, world, isRolledOut);
        } finally {
          await world.close();
        }
      },
    );
    const usual = isFullForm ? Date.now() % 2 ** 31 : 1;
    const seed = Number(process.env.MODEL_SEED ?? usual);
    const endOnFailure = !isFullForm;
    await fc.assert(property, { numRuns, seed, endOnFailure, includeErrorInReport: true });
    t.log(`MODEL_SEED=${String(seed)}`);
    t.log([...workshop.counted()].map(([what, times]) => `${what}: ${String(times)}`).join(', '));
    t.pass();
  },
);

/** A release without any trouble takes both targets to what it was made of. */
async function verifyConvergence(model: Expectations, world: World, isRolledOut: boolean) {
  await endRetiring(model, world);
  await new Release({ ...calm, isRolledOut }).run(model, world);
  const { greeting, deploymentId } = model.inputs;
  const added = model.added.isMade ? (['beta'] as const) : [];
  for (const target of ['stage', 'prod', ...added] as const) {
    const answer = await world.ask(target);
    assert.equal(answer.greeting, greeting);
    assert.equal(answer.pair?.deployment, deploymentId);
  }
  const again = { ...calm, code: 'same', isNewApi: false, isNewSettings: false } as const;
  await new Release(again).run(model, world);
}
