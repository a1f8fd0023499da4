import { isDeepStrictEqual } from 'node:util';
import type { RegionOutputs, StackOutputs } from '../../stack/outputs.ts';
import { nameRegion, outputsOf, type PlacedOutputs } from '../../stack/region-outputs.ts';
import type { Settings } from '../../stack/stack-file.ts';
import type { ReleaseContext } from '../context.ts';
import { UsageError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import type { Leftovers } from '../pulumi/adopted-state.ts';
import type { PlannedChange } from '../pulumi/engine-log.ts';
import type { Plan, ProgramStack } from '../pulumi/program-stack.ts';
import { verifyPlan } from '../pulumi/verify-plan.ts';
import type { Step } from '../steps.ts';
import type { Provisioning } from './preflight.ts';

/** A region of the stack, and what is to be provisioned there. */
interface Provisionable {
  readonly context: Pick<ReleaseContext, 'settings' | 'writers' | 'provisionRecord'>;
  readonly provisioning: Provisioning;
}

/** What was provisioned in a region. */
export interface Provisioned {
  readonly outputs: PlacedOutputs;
}

type Context = Pick<ReleaseContext, 'isDryRun' | 'settings' | 'stop' | 'reporter' | 'skipped'>;

/**
 * Nothing, while program and settings are those that were provisioned last and AWS has what that made, in every
 * region; else `pulumi up`, when it would change anything, and what it will change is shown first. It brings the
 * settings of everything, those that somebody changed by hand included, and never moves traffic
 * (invariants 1 and 11). What this stack made before, and Pulumi does not know of, it takes over.
 *
 * @param places the regions in which the run works.
 * @returns those with what is provisioned there.
 * @throws {UsageError} when Pulumi has to be asked while a region is skipped.
 */
export function provision<P extends Provisionable>(
  context: Context,
  places: readonly P[],
): Step<readonly (P & Provisioned)[]> {
  const { isDryRun } = context;
  const id = 'provision';
  const title = isDryRun ? 'provision (preview)' : 'provision';
  const program = places.find(hasProgram)?.provisioning.program;
  if (program === undefined) {
    const unchanged = places.flatMap((place) =>
      place.provisioning.kind === 'unchanged' ? [{ place, ...place.provisioning.stack }] : [],
    );
    const since = Math.min(...unchanged.map((each) => each.since.getTime()));
    return {
      id,
      title,
      run: () =>
        Promise.resolve(
          unchanged.map(({ place, outputs }) => ({
            ...place,
            outputs: nameRegion(outputs, place.context.settings),
          })),
        ),
      detail: () => `unchanged since ${new Date(since).toISOString().slice(0, 16)}Z`,
    };
  }
  let detail = 'no change';
  const bringUp = async (): Promise<StackOutputs> => {
    let done = await begin(context, program);
    if (done === undefined) {
      const plan = await planWithLeftovers(context, program);
      judge(context, plan);
      if (isUpToDate(plan)) {
        return plan.outputs;
      }
      done = await program.up(context.stop.signal, counting(context, plan));
    }
    for (const { context: region } of places) {
      region.writers.propagation.begin();
    }
    detail = describeCount(done.changes, '');
    return done.outputs;
  };
  return {
    id,
    title,
    async run() {
      refuseToSkip(context);
      if (isDryRun) {
        const plan = await planWithLeftovers(context, program);
        judge(context, plan);
        detail = describeCount(plan.changes.length, 'would be ');
        return places.map((place) => ({
          ...place,
          outputs: plannedIn(place, plan),
        }));
      }
      const outputs = await bringUp();
      return Promise.all(
        places.map(async (place) => {
          const { provisionRecord, settings } = place.context;
          const here = requireOutputsOf(outputs, settings);
          await provisionRecord.write(here);
          return { ...place, outputs: here };
        }),
      );
    },
    detail: () => detail,
  };
}

type Unknown = Provisionable & { readonly provisioning: { readonly kind: 'unknown' } };

function hasProgram<P extends Provisionable>(place: P): place is P & Unknown {
  return place.provisioning.kind === 'unknown';
}

/** Pulumi works on all regions of a stack at once. */
function refuseToSkip({ skipped = [], settings: { stack } }: Context): void {
  if (skipped.length > 0) {
    throw new UsageError(
      `Something is to be provisioned, which is not possible without ${skipped.join(' and ')}: releases go on while a region is out of reach, changes of program and settings do not`,
      advise(npmRun('release'), 'wait for the region, or take the change back, then'),
      { resource: `stack ${stack}` },
    );
  }
}

/** In rounds: a stage can be found when its API is known. */
async function planWithLeftovers(context: Context, program: ProgramStack): Promise<Plan> {
  const plan = await program.preview(context.stop.signal);
  const leftovers = await program.findLeftovers();
  const taken = describeLeftovers(leftovers);
  if (taken.length === 0) {
    return plan;
  }
  if (context.isDryRun) {
    const isOther = ({ type, name }: PlannedChange) =>
      !taken.some((each) => each.type === type && each.name === name);
    return { ...plan, changes: [...taken, ...plan.changes.filter(isOther)] };
  }
  taken.forEach((change) => {
    show(context, change);
  });
  await program.takeOver(leftovers);
  return planWithLeftovers(context, program);
}

/**
 * The first `pulumi up` of a stack, where nothing is there that Pulumi does not know of.
 *
 * @returns undefined where that is otherwise; then nothing was changed.
 */
async function begin(context: Context, program: ProgramStack): ReturnType<ProgramStack['begin']> {
  let count: ((change: PlannedChange) => void) | undefined;
  return program.begin(
    context.stop.signal,
    async (plan) => {
      const leftovers = await program.findLeftovers();
      if (describeLeftovers(leftovers).length > 0) {
        return false;
      }
      judge(context, plan);
      count = counting(context, plan);
      return true;
    },
    (change) => {
      count?.(change);
    },
  );
}

/**
 * Shows a plan to people.
 *
 * @throws {UsageError} before anything is changed by it.
 */
function judge(context: Context, plan: Plan): void {
  verifyPlan(plan, context.settings);
  plan.warnings.forEach((text) => {
    context.reporter.report({ kind: 'note', text: `  warning: ${text}` });
  });
  plan.changes.forEach((change) => {
    show(context, change);
  });
}

/** Says how far a plan is done. */
function counting({ reporter }: Context, { changes: { length: of } }: Plan) {
  let done = 0;
  return ({ type, name }: PlannedChange): void => {
    done += 1;
    const what = `${type.replace(/^.*:/, '')} ${name}`;
    reporter.report({ kind: 'advance', step: 'provision', done: Math.min(done, of), of, what });
  };
}

function show({ reporter }: Context, change: PlannedChange): void {
  reporter.report({ kind: 'resource', ...change });
}

/** What a dry run goes on with. */
function plannedIn({ context: { settings } }: Provisionable, plan: Plan): PlacedOutputs {
  const { outputs, previous } = plan;
  const before = previous && outputsOf(previous, settings);
  return (
    (outputs && outputsOf(outputs, settings)) ??
    nameRegion(applyPlan(before ?? outputsBeforeFirstRelease(settings), plan, settings), settings)
  );
}

function requireOutputsOf(outputs: StackOutputs, settings: Settings): PlacedOutputs {
  const here = outputsOf(outputs, settings);
  if (here === undefined) {
    throw new Error(`The program gave out nothing of region ${settings.region}`);
  }
  return here;
}

function describeLeftovers({ existing, halfMade }: Leftovers): PlannedChange[] {
  return [
    ...existing.map(({ type, name }) => ({ operation: 'adopt', type, name, properties: [] })),
    ...halfMade.map(({ type, name }) => ({ operation: 'finish', type, name, properties: [] })),
  ];
}

function isUpToDate(plan: Plan): plan is Plan & { readonly outputs: StackOutputs } {
  const { changes, outputs, previous } = plan;
  return changes.length === 0 && outputs !== undefined && isDeepStrictEqual(outputs, previous);
}

/** What a dry run shows for things that do not exist yet. */
export const notYet = '(new)';

function outputsBeforeFirstRelease({ program }: Settings): RegionOutputs {
  return {
    functionName: program.function.name,
    functionArn: notYet,
    restApiId: notYet,
    deploymentId: notYet,
    targets: {},
  };
}

/** A new API definition will be a new deployment, whose id nobody knows yet; what is known of a target keeps it. */
function applyPlan(
  outputs: RegionOutputs,
  { changes }: Plan,
  { program }: Settings,
): RegionOutputs {
  const isNewApi = changes.some(({ type }) => type === 'aws:apigateway/deployment:Deployment');
  const known = Object.values(outputs.targets);
  const targets = program.targets.map(({ name, alias, apiStage }) => {
    const made = known.find((each) => each.alias === alias && each.apiStage === apiStage);
    return [name, made ?? { alias, aliasArn: notYet, apiStage, url: notYet }] as const;
  });
  return {
    ...outputs,
    ...(isNewApi && { deploymentId: notYet }),
    targets: Object.fromEntries(targets),
  };
}

function describeCount(changes: number, verb: string): string {
  return changes === 1
    ? `1 resource ${verb}changed`
    : `${String(changes)} resources ${verb}changed`;
}
