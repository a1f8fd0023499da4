import assert from 'node:assert/strict';
import type { Clients } from '../../../../runner/aws/clients.ts';
import type { ReleaseContext } from '../../../../runner/context.ts';
import { translateError } from '../../../../runner/aws/aws-errors.ts';
import { ReleaseError } from '../../../../runner/errors.ts';
import { parseJournal } from '../../../../stack/journal.ts';
import { formatPair, type Pair } from '../../../../stack/pair.ts';
import { FailedRun } from '../../../../runner/failed-run.ts';
import { formatProblem } from '../../../../runner/report/message.ts';
import type { ReleaseEvent } from '../../../../runner/report/events.ts';
import { compareStageSettings } from '../../../../stack/stage-settings.ts';
import { createContext, type ReleaseOptions } from '../release/_release.ts';
import { changedFacets, isOfAlias, moveByHand, type Move } from './_by-hand.ts';
import {
  describe,
  verifyMessage,
  type Ending,
  type Expectations,
  type Intrusion,
} from './_expectations.ts';
import {
  servedBy,
  targetNames,
  type OfTargets,
  type Seen,
  type TargetName,
} from './_observation.ts';
import { losesWrites, type Trouble } from './_trouble.ts';
import { Dead, wireUp, type Incident, type Wire } from './_wire.ts';
import type { World } from './_world.ts';

/** A command of the runner that a history takes a step with. */
export interface Work {
  readonly options: Omit<ReleaseOptions, 'onEvent'>;
  /** The step after which it knows what the targets serve. */
  readonly reads: string;
  /** What a step that ended says about the history. */
  onStep?(step: string, detail: string): void;
  /** @returns what came of it, in a word. */
  run(context: ReleaseContext): Promise<string>;
}

/** What a command did to a stack. */
export interface Run {
  readonly before: OfTargets<Seen>;
  readonly after: OfTargets<Seen>;
  readonly ending: Ending;
  readonly intrusion: Intrusion | undefined;
}

/** Whether an API stage has the settings that go with the deployment that it serves. */
export function fits(world: World, name: TargetName, seen: Seen): boolean {
  const recorded = world.settingsWith(seen.deploymentId)[name];
  return recorded !== undefined && compareStageSettings(seen.settings, recorded).length === 0;
}

/** Settings come and go with a deployment, whatever happens, but where a person changed them. */
function verifySettings(model: Expectations, world: World, targets: OfTargets<Seen>): void {
  for (const name of targetNames) {
    const isRight = fits(world, name, targets[name]) || model.isSetByHand(name, targets[name]);
    assert.ok(isRight, `settings of ${name} are another deployment's: ${describe(targets)}`);
  }
}

/** Runs a command under trouble, and checks what holds after every command. */
export async function runWork(
  model: Expectations,
  world: World,
  work: Work,
  trouble: Trouble,
): Promise<Run> {
  const { stack, workshop } = world;
  const [before, lockBefore] = await Promise.all([world.observe(), world.lock()]);
  const steps = new Set<string>();
  const state: { wire?: Wire; intrusion?: Intrusion | undefined } = {};
  const context = createContext(workshop.t, stack, {
    ...work.options,
    beta: model.added.settings,
    outputs: model.outputsOf(stack),
    onEvent(event) {
      if (isDone(event) && state.wire?.isDead() === false) {
        steps.add(event.step);
        work.onStep?.(event.step, event.detail);
      }
    },
  });
  const intrude = async (move: Move) => {
    state.intrusion = await intrudeBy(model, world, move, {
      isKnown: steps.has(work.reads),
      at: state.wire?.met(),
    });
  };
  state.wire = wireUp(context.clients, incidentOf(trouble, intrude));
  stack.aws.faults.replace(trouble.kind === 'fault' ? [trouble.rule] : []);
  const ended = await endingOf(work.run(impatient(context, trouble)));
  await state.wire.quiet();
  stack.aws.faults.clear();
  destroy(context.clients);
  const isKilled = state.wire.isDead();
  const ending: Ending = isKilled ? { message: 'killed' } : ended;
  workshop.count(isKilled ? 'killed' : `status ${String(ended.status)}`);
  if (state.intrusion !== undefined) {
    workshop.count('moved by hand meanwhile');
  }
  verifyLock(await world.lock(), { lockBefore, ending, trouble });
  await world.buryHolder();
  const after = await world.observe();
  const { intrusion } = state;
  if (intrusion !== undefined) {
    model.verifyLeftAlone(after, intrusion);
    // A stage is moved without a precondition, so the two together may have made another pair.
    model.noteByHand(intrusion.target, after[intrusion.target]);
  }
  model.verifyServed(after);
  world.verifyHosts(model.allows);
  verifySettings(model, world, after);
  await verifyAnswers(world, after);
  if (isKilled) {
    model.noteLeft(after);
  } else if (ending.status !== 0) {
    verifyMessage(ending);
  }
  return { before, after, ending, intrusion };
}

function isDone(event: ReleaseEvent): event is StepEnded {
  return event.kind === 'step-ended' && event.outcome === 'done';
}

function destroy({ lambda, apiGateway, logs, cloudWatch, sts }: Clients): void {
  for (const client of [lambda, apiGateway, logs, cloudWatch, sts]) {
    client.destroy();
  }
}

type StepEnded = Extract<ReleaseEvent, { kind: 'step-ended' }>;

/** What a person moved away never becomes ready, nor gets the samples that it waits for. */
function impatient(context: ReleaseContext, trouble: Trouble): ReleaseContext {
  const { settings } = context;
  const targets = settings.program.targets.map(({ rollout, ...target }) =>
    rollout === undefined
      ? target
      : { ...target, rollout: { ...rollout, judge: { ...rollout.judge, deadline: 1 } } },
  );
  return trouble.kind === 'person'
    ? {
        ...context,
        settings: {
          ...settings,
          program: { ...settings.program, targets },
          release: { ...settings.release, readinessTimeout: 1 },
        },
      }
    : context;
}

function incidentOf(
  trouble: Trouble,
  intrude: (move: Move) => Promise<void>,
): Incident | undefined {
  switch (trouble.kind) {
    case 'kill':
      return trouble;
    case 'person':
      return { kind: 'act', call: trouble.call, act: () => intrude(trouble.move) };
    case 'none':
    case 'fault':
      return undefined;
  }
}

/** @returns undefined when the move changed nothing. */
async function intrudeBy(
  model: Expectations,
  world: World,
  move: Move,
  { isKnown, at }: { readonly isKnown: boolean; readonly at: string | undefined },
): Promise<Intrusion | undefined> {
  const pair = model.pick(move.pick);
  if (pair === undefined) {
    return undefined;
  }
  const { target } = move;
  const { [target]: before } = await world.observe();
  await world.byHand(model.allows, () => moveByHand(world.stack, move, pair));
  const { [target]: left } = await world.observe();
  const facets = changedFacets(before, left);
  if (facets.length === 0) {
    return undefined;
  }
  model.noteByHand(target, left);
  // What AWS answers about a stage may be older than the move.
  const isStageSeenLate = world.lag > 0 && facets.some((facet) => !isOfAlias(facet));
  const { deploymentId } = model.inputs;
  const isOfCandidate = pair.deployment === deploymentId && before.deploymentId !== deploymentId;
  const isUnprotected =
    at === 'UpdateStageCommand' ||
    isStageSeenLate ||
    isOfCandidate ||
    isOnTrial(left, pair) ||
    isForNobody(left);
  return { target, facets, left, isToBeLeftAlone: isKnown && !isUnprotected };
}

/** A canary that sends requests to where the others go as well. */
function isForNobody({ canary, deploymentId, calls }: Seen): boolean {
  return canary?.deploymentId === deploymentId && canary.calls === calls;
}

/** Who points at what is on trial, or is going to be, cannot be told from the runner itself. */
function isOnTrial({ alias: { description } }: Seen, { version, deployment }: Pair): boolean {
  const journal = parseJournal(description);
  return (
    journal?.state === 'trial' &&
    (journal.pair.version === version || journal.pair.deployment === deployment)
  );
}

async function endingOf(work: Promise<string>): Promise<Ending> {
  try {
    return { status: 0, message: await work };
  } catch (thrown) {
    const error = translateError(thrown, 'testing');
    if (error instanceof FailedRun) {
      return { status: error.status, message: error.message };
    }
    if (error instanceof Dead) {
      return { message: 'killed' };
    }
    if (error instanceof ReleaseError) {
      return { status: error.status, message: formatProblem(error, 'local') };
    }
    throw thrown;
  }
}

/**
 * The lock is given back, unless the process was killed or AWS let nobody write; one that a killed
 * process left may be left, too.
 */
function verifyLock(
  lock: string,
  was: { readonly lockBefore: string; readonly ending: Ending; readonly trouble: Trouble },
): void {
  const { lockBefore, ending, trouble } = was;
  assert.ok(
    lock === 'free' || lock === lockBefore || ending.status === undefined || losesWrites(trouble),
    `the lock is ${lock} after: ${ending.message}`,
  );
}

const requests = 3;

/** Every answer is of one pair, whole, that the target serves; of a host that lags, of any pair. */
async function verifyAnswers(world: World, targets: OfTargets<Seen>): Promise<void> {
  for (const name of targetNames) {
    const served = servedBy(name, targets[name]);
    const count = served.length === 1 ? 1 : requests;
    const answers = await world.stack.aws.lag.truly(() =>
      Promise.all(Array.from({ length: count }, () => world.ask(name))),
    );
    const answer = await world.askHosts(name);
    if (answer !== undefined) {
      assert.ok(answer.pair, `${name} answers ${describe(answer)}`);
      assert.deepEqual(answer, await world.expectedOf(answer.pair), `a host of ${name} mixes`);
    }
    for (const answer of answers) {
      const pair = served.find(
        (each) => answer.pair !== undefined && formatPair(each) === formatPair(answer.pair),
      );
      assert.ok(pair, `${name} answers ${describe(answer)}: ${describe(targets[name])}`);
      const expected = await world.expectedOf(pair);
      assert.deepEqual(answer, expected, `${name} mixes: ${describe(targets[name])}`);
      assert.notEqual(expected.greeting, 'unknown');
    }
  }
}
