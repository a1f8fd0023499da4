import type { ExecutionContext } from 'ava';
import type { Bundle } from '../../../../bundler/bundle.ts';
import type { SettingsByStage, StageSettings } from '../../../../stack/stage-settings.ts';
import type { TargetSettings } from '../../../../stack/targets-settings.ts';
import { beta, betaNumbered, withBetaSettings } from './_beta.ts';
import { runRelease } from './_release.ts';
import { handlerSaying, type TestStack } from './_stack.ts';

/** What is new in a release. */
export interface Change {
  readonly code: boolean;
  readonly api: boolean;
  /** Of the API stages. */
  readonly settings?: boolean | undefined;
  /** A target is added, which others than the next one do without. */
  readonly adds?: boolean | undefined;
}

/** The inputs of a release, and the greeting by which its code is known. */
export interface Candidate {
  readonly bundle: Bundle;
  readonly greeting: string;
  readonly deploymentId: string;
  /** A target that is added. */
  readonly beta?: TargetSettings;
}

/** Makes the inputs of successive releases. */
export class Candidates {
  readonly #t: ExecutionContext;
  readonly #stack: TestStack;
  #current: Candidate;
  /** The value of the last `Cache-Control`. */
  #marker = 'no-store';
  #made = 0;

  private constructor(t: ExecutionContext, stack: TestStack, first: Candidate) {
    this.#t = t;
    this.#stack = stack;
    this.#current = first;
  }

  /** Makes a stack's first release. */
  static async release(t: ExecutionContext, stack: TestStack): Promise<Candidates> {
    const greeting = 'first';
    const bundle = await handlerSaying(t, greeting);
    await runRelease(t, stack, { bundle });
    const { deploymentId } = stack.outputs;
    return new Candidates(t, stack, { bundle, greeting, deploymentId });
  }

  /** The inputs of the last release. */
  get current(): Candidate {
    return this.#current;
  }

  /** @param name the greeting of new code, and the `Cache-Control` of a new API definition. */
  async next(
    name: string,
    { code, api, settings = false, adds = false }: Change,
  ): Promise<Candidate> {
    const { bundle, greeting, deploymentId } = this.#current;
    this.#marker = api ? name : this.#marker;
    this.#made += 1;
    const isDeployed = api || settings || adds;
    const edited = settings ? settingsNumbered(this.#made) : undefined;
    const added = adds ? betaNumbered(this.#made) : undefined;
    const stages = added ? withBetaSettings(edited ?? settingsNumbered(0), added) : edited;
    this.#current = {
      ...(code
        ? { bundle: await handlerSaying(this.#t, name), greeting: name }
        : { bundle, greeting }),
      deploymentId: isDeployed
        ? await this.#stack.deployApi(
            (body) => body.replaceAll("'no-store'", `'${this.#marker}'`),
            stages,
          )
        : deploymentId,
      ...(added && { beta: added }),
    };
    return this.#current;
  }
}

/** Settings of the API stages, another one of each kind for each number. */
export function settingsNumbered(number: number): SettingsByStage {
  const ofStage = (limit: number): StageSettings => ({
    throttling: { rateLimit: 1000 + limit, burstLimit: 2000 + limit },
    logging: 'OFF',
    dataTrace: false,
    variables: { table: `orders-${String(number)}`, [`only${String(number)}`]: 'here' },
  });
  return { stage: ofStage(number), prod: ofStage(number + 500) };
}

const targets = ['stage', 'prod'] as const;

/** What the targets answer, as {@link TestStack.ask} tells it. */
export type Answers = Readonly<Record<(typeof targets)[number], string>>;

export async function askTargets(stack: TestStack): Promise<Answers> {
  return { stage: await stack.ask('stage'), prod: await stack.ask('prod') };
}

/** Whether an answer is of a candidate: its code and its API definition. */
export function isOf(answer: string, { greeting, deploymentId }: Candidate): boolean {
  return answer.startsWith(`200 ${greeting} `) && answer.endsWith(`@${deploymentId}`);
}

/** Each target serves the candidate, one that comes with it too. */
export async function assertServed(
  t: ExecutionContext,
  stack: TestStack,
  candidate: Candidate,
  point: string,
): Promise<void> {
  const all = candidate.beta === undefined ? targets : ([...targets, beta.name] as const);
  for (const target of all) {
    const now = await stack.ask(target);
    t.true(isOf(now, candidate), `${point}: ${target} serves ${now}`);
  }
}

/** Each target serves either side whole, and `prod` no candidate that `stage` has not accepted. */
export async function assertWholeAndGated(
  t: ExecutionContext,
  stack: TestStack,
  { before, candidate, point }: { before: Answers; candidate: Candidate; point: string },
): Promise<void> {
  const now = await askTargets(stack);
  for (const target of targets) {
    const isWhole = now[target] === before[target] || isOf(now[target], candidate);
    t.true(isWhole, `${point}: ${target} serves ${now[target]}`);
  }
  if (now.prod !== before.prod) {
    t.regex((await stack.alias('STAGE')).description, /^accepted /, `${point}: prod was not gated`);
  }
}
