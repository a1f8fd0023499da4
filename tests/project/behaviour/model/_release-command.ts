import assert from 'node:assert/strict';
import fc from 'fast-check';
import { release } from '../../../../runner/release.ts';
import type { RolloutSettings } from '../../../../stack/rollout-settings.ts';
import { quickRollout } from '../release/_rollout.ts';
import { red as redTier } from '../release/_tier-commands.ts';
import { always, sometimes, type Command } from './_command.ts';
import { describe, verifyUntouched, type Expectations } from './_expectations.ts';
import { isSettled, servedBy, targetNames, type TargetName } from './_observation.ts';
import { fits, runWork, type Run, type Work } from './_run.ts';
import { describeTrouble, isHarmless, cannotEnd, trouble, type Trouble } from './_trouble.ts';
import type { World } from './_world.ts';

/** A rollout of two moments, which a healthy candidate always passes. */
const rollout: RolloutSettings = {
  ...quickRollout({ minSamples: 1, latencyEffect: 1 }),
  steps: [30, 60],
  interval: 0.05,
};

export interface ReleaseParameters {
  /** An earlier handler by its index, or another new one. */
  readonly code: 'new' | 'same' | number;
  readonly isNewApi: boolean;
  /** The settings of the API stages are edited. */
  readonly isNewSettings: boolean;
  readonly red: 'unit' | 'lambda' | TargetName | undefined;
  readonly isRolledOut: boolean;
  readonly asksApproval: boolean;
  readonly isContinued: boolean;
  readonly isAgain: boolean;
  readonly trouble: Trouble;
}

export class Release implements Command {
  readonly check = always;
  readonly #parameters: ReleaseParameters;

  constructor(parameters: ReleaseParameters) {
    this.#parameters = parameters;
  }

  async run(model: Expectations, world: World): Promise<void> {
    const { trouble, isContinued } = this.#parameters;
    if (!isContinued) {
      await this.#makeInputs(model, world);
    }
    const before = await world.observe();
    const versions = await world.versions();
    const isSame = await isReleased(model, world, before);
    const { work, passed } = await this.#work(model, world);
    const run = await runWork(model, world, work, trouble);
    if (isSame && trouble.kind !== 'person') {
      verifyUntouched(before, run.after);
      assert.equal(await world.versions(), versions, 'the same inputs made a version');
    }
    if (run.ending.status !== undefined) {
      // Before it has the lock, what it sees may be older than what a killed one left.
      const seesAll = world.lag === 0 || passed.has('lock');
      this.#verifyEnd(model, run, { status: run.ending.status, seesAll });
    }
    if (run.ending.message === 'released' && run.intrusion === undefined) {
      verifySettingsFit(world, run.after);
    }
  }

  async #makeInputs(model: Expectations, world: World): Promise<void> {
    const { code, isNewApi, isNewSettings } = this.#parameters;
    const number = model.nextName();
    const name = `g${String(number)}`;
    const { greetings, inputs } = model;
    const greeting =
      code === 'new' || greetings.length === 0
        ? name
        : code === 'same'
          ? inputs.greeting
          : (greetings[code % greetings.length] ?? name);
    if (!greetings.includes(greeting)) {
      greetings.push(greeting);
    }
    model.inputs = {
      greeting,
      deploymentId:
        isNewApi || isNewSettings
          ? await world.deploy(inputs.deploymentId, {
              definition: isNewApi ? name : undefined,
              settings: isNewSettings ? number : undefined,
            })
          : inputs.deploymentId,
    };
  }

  async #work(
    model: Expectations,
    { workshop, lag }: World,
  ): Promise<{ readonly work: Work; readonly passed: ReadonlySet<string> }> {
    const { red, isRolledOut, asksApproval, ...flags } = this.#parameters;
    const { greeting, deploymentId } = model.inputs;
    const passed = new Set<string>();
    let version: string | undefined;
    const work: Work = {
      options: {
        bundle: await workshop.bundle(greeting),
        deploymentId,
        tiers: {
          ...(red === 'unit' && { unit: redTier }),
          ...(red === 'lambda' && { lambda: redTier }),
          ...((red === 'stage' || red === 'prod') && { api: workshop.redOn(red) }),
        },
        targets: {
          prod: {
            ...(isRolledOut && { rollout }),
            ...(asksApproval && { approval: 'required' as const }),
          },
        },
        isContinued: flags.isContinued,
        isAgain: flags.isAgain,
      },
      // What is compared may be older than what a person moved before the lock was taken.
      reads: lag > 0 ? 'read-again' : 'compare',
      onStep(step, detail) {
        passed.add(step);
        if (step === 'provision' && model.added.settings !== undefined) {
          model.added = { ...model.added, isMade: true };
        }
        version = step === 'version' ? /^version (\d+)/.exec(detail)?.[1] : version;
        if (version === undefined) {
          return;
        }
        const pair = { version, deployment: deploymentId };
        model.noteMade(pair);
        if (['unit-tier', 'lambda-tier', 'api-tier-stage'].every((gate) => passed.has(gate))) {
          model.noteGated(pair);
        }
      },
      run: async (context) => (await release(context)).outcome,
    };
    return { work, passed };
  }

  #verifyEnd(
    model: Expectations,
    run: Run,
    { status, seesAll }: { readonly status: number; readonly seesAll: boolean },
  ): void {
    const { after, ending, intrusion } = run;
    const { red, trouble, isContinued, isAgain } = this.#parameters;
    const { message } = ending;
    const told = `status ${String(status)}: ${message}; ${describe(after)}`;
    if (red !== undefined) {
      assert.ok(
        message !== 'released' && (red !== 'unit' || status !== 0),
        `${red} was red: ${told}`,
      );
    }
    if (isHarmless(trouble)) {
      const isRefused =
        status === 2 &&
        (isContinued ||
          (model.isToRetire && message.includes('npm run retire -- --target beta')) ||
          (!isAgain && message.includes(' was rolled back from ')));
      const isExpected = status === 0 || isRefused || (red !== undefined && status === 1);
      assert.ok(isExpected, told);
    }
    if (message === 'released' && intrusion === undefined) {
      targetNames.forEach((name) => assert.ok(isSettled(name, after[name]), told));
    }
    model.verifySettled(after, {
      ends: cannotEnd(trouble) || !seesAll ? [] : targetNames,
      mayLeave: status === 5 ? targetNames : [],
    });
  }

  toString(): string {
    const { trouble, ...parameters } = this.#parameters;
    return `Release(${JSON.stringify(parameters)}${describeTrouble(trouble)})`;
  }
}

async function isReleased(
  model: Expectations,
  world: World,
  targets: Run['before'],
): Promise<boolean> {
  const [pair] = servedBy('stage', targets.stage);
  // It may be that only the added one has something to catch up with.
  const isAdded = model.added.settings !== undefined;
  if (isAdded || pair === undefined || !model.isReleased(targets, pair)) {
    return false;
  }
  const { greeting } = await world.expectedOf(pair);
  const { inputs } = model;
  return (
    greeting === inputs.greeting &&
    pair.deployment === inputs.deploymentId &&
    targetNames.every((name) => fits(world, name, targets[name]))
  );
}

/** What a person changed is set back, too. */
function verifySettingsFit(world: World, targets: Run['after']): void {
  for (const name of targetNames) {
    assert.ok(fits(world, name, targets[name]), `settings of ${name}: ${describe(targets)}`);
  }
}

export const releases = fc
  .record({
    code: fc.oneof(
      { weight: 4, arbitrary: fc.constant('new' as const) },
      { weight: 3, arbitrary: fc.constant('same' as const) },
      { weight: 1, arbitrary: fc.nat(9) },
    ),
    isNewApi: fc.boolean(),
    isNewSettings: sometimes,
    red: fc.oneof(
      { weight: 3, arbitrary: fc.constant(undefined) },
      { weight: 2, arbitrary: fc.constantFrom('unit', 'lambda', 'stage', 'prod', 'prod') },
    ),
    isRolledOut: fc.boolean(),
    asksApproval: sometimes,
    isContinued: sometimes,
    isAgain: fc.boolean(),
    trouble,
  })
  .map((parameters) => new Release(parameters));
