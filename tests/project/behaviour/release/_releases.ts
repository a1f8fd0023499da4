import { paginateListVersionsByFunction } from '@aws-sdk/client-lambda';
import type { ExecutionContext } from 'ava';
import type { Bundle } from '../../../../bundler/bundle.ts';
import type { LagSettings } from '../../../../local/lag-settings.ts';
import { checkTrace } from '../../../../local/trace/check.ts';
import { writesOf } from '../../../../local/trace/recorded.ts';
import type { TargetOverrides } from './_context.ts';
import type { Answer } from './_load.ts';
import { runFailingRelease, runRelease } from './_release.ts';
import { runRollback } from './_rollback.ts';
import {
  createStackWith,
  functionName,
  handlerSaying,
  type StackOptions,
  type TestStack,
} from './_stack.ts';
import { redOn } from './_tier-commands.ts';
import { Timeline, type Whole } from './_timeline.ts';

/** What a release changes. */
export interface Change {
  readonly code?: boolean;
  readonly api?: boolean;
}
const both: Change = { code: true, api: true };

interface Candidate {
  readonly bundle: Bundle;
  readonly deploymentId: string;
  /** Without the version, which is known when it is published. */
  readonly answer: Omit<Whole, 'version'>;
}

type Serving = Record<'stage' | 'prod', Whole>;

/** Successive releases on one stack, and what they allow its targets to answer. */
export class Releases {
  readonly stack: TestStack;
  readonly #t: ExecutionContext;
  readonly #timeline = new Timeline();
  readonly #serving: Serving;
  #last: Candidate;
  #previous: Whole;
  #counter = 0;

  private constructor(t: ExecutionContext, stack: TestStack, first: Candidate, version: string) {
    this.#t = t;
    this.stack = stack;
    this.#last = first;
    const whole = { ...first.answer, version };
    this.#serving = { stage: whole, prod: whole };
    this.#previous = whole;
    for (const target of ['stage', 'prod'] as const) {
      this.#timeline.begin(target, whole, 0);
    }
  }

  /** @param lag of the embedded AWS, in seconds; not at all by default. */
  static async start(
    t: ExecutionContext,
    lag: Partial<LagSettings> = {},
    options: StackOptions = {},
  ): Promise<Releases> {
    const making = {
      name: 'the first release',
      async make(template: TestStack) {
        const { zip, codeSha256 } = await handlerSaying(t, 'first');
        await runRelease(t, template, { bundle: { zip, codeSha256 } });
        const version = await newestVersion(template);
        return { version, codeSha256, zip: zip.toString('base64') };
      },
    };
    const { stack, made } = await createStackWith(t, making, lag, options);
    const bundle = { zip: Buffer.from(made.zip, 'base64'), codeSha256: made.codeSha256 };
    const { deploymentId } = stack.outputs;
    const answer = { greeting: 'first', deployment: deploymentId, cacheControl: 'no-store' };
    stack.aws.lag.restartLog();
    return new Releases(t, stack, { bundle, deploymentId, answer }, made.version);
  }

  /** @returns what is wrong with answers that came. */
  wrong(answers: readonly Answer[]): readonly string[] {
    const graceMs = this.#longestMs();
    const { clock } = this.stack;
    return answers.flatMap(({ sentAt, receivedAt, ...answer }) => {
      const times = { sentAt: clock.at(sentAt), receivedAt: clock.at(receivedAt) };
      return this.#timeline.judge({ ...answer, ...times }, graceMs) ?? [];
    });
  }

  /**
   * Checks every answer that any host could have given since the first release, however slowly it learned
   * of the changes.
   *
   * @returns how many there were.
   * @throws {ForbiddenAnswer} for the first that is not a whole pair that the target was allowed to serve.
   */
  checkTrace(): number {
    const { aws, outputs, propagation } = this.stack;
    const graceMs = this.#longestMs();
    return checkTrace(writesOf(aws.lag.writes.list(), outputs), propagation, {
      allowed: (target, pair, at) => this.#timeline.allows(target, pair, at, graceMs),
    });
  }

  #longestMs(): number {
    const { alias, stage } = this.stack.propagation;
    return Math.max(alias, stage) * 1000;
  }

  async release(change: Change, targets: TargetOverrides = {}): Promise<void> {
    const candidate = await this.#makeCandidate(change);
    const { onEvent, at } = recordTimes(this.stack.clock.now);
    await runRelease(this.#t, this.stack, { ...candidate, targets, onEvent });
    const whole = await this.#whole(candidate, change);
    this.#previous = this.#serving.prod;
    this.#timeline.begin('stage', whole, at('step-started promote-stage'));
    this.#timeline.begin('prod', whole, at('step-ended accept-stage'));
    for (const target of ['stage', 'prod'] as const) {
      this.#timeline.end(target, this.#serving[target], at(`step-ended promote-${target}`));
      this.#serving[target] = whole;
    }
    if (this.#standby !== undefined) {
      this.#timeline.begin(this.#standby, whole, at('step-started standby-prod'));
      this.#timeline.end(this.#standby, whole, at('step-ended close-prod'));
    }
  }

  /** Where a candidate is tested before callers of `prod` meet it. */
  get #standby(): string | undefined {
    return this.stack.outputs.targets.prod?.standbyStage;
  }

  /** Releases what is red on a target, which is put back. */
  async fail(target: 'stage' | 'prod', targets: TargetOverrides = {}): Promise<void> {
    const candidate = await this.#makeCandidate(both);
    const { onEvent, at } = recordTimes(this.stack.clock.now);
    const standby = target === 'prod' ? this.#standby : undefined;
    const options = { ...candidate, targets, onEvent, tiers: { api: redOn(standby ?? target) } };
    const { putBack } = await runFailingRelease(this.#t, this.stack, options);
    const endedAt = this.stack.clock.now();
    this.#t.deepEqual(putBack, standby === undefined ? [target] : []);
    const whole = await this.#whole(candidate, both);
    this.#timeline.begin('stage', whole, at('step-started promote-stage'));
    if (target === 'prod') {
      if (standby === undefined) {
        this.#timeline.begin(target, whole, at('step-ended accept-stage'));
      } else {
        this.#timeline.begin(standby, whole, at('step-started standby-prod'));
      }
      this.#timeline.end('stage', this.#serving.stage, at('step-ended promote-stage'));
      this.#serving.stage = whole;
    }
    this.#timeline.end(standby ?? target, whole, endedAt);
  }

  /** Takes `prod` back to what it served before the last release. */
  async rollBack(): Promise<void> {
    const { onEvent, at } = recordTimes(this.stack.clock.now);
    await runRollback(this.#t, this.stack, { onEvent });
    this.#timeline.end('prod', this.#serving.prod, at('step-ended go-back-prod'));
    this.#timeline.begin('prod', this.#previous, at('step-started go-back-prod'));
    this.#serving.prod = this.#previous;
  }

  async #makeCandidate({ code = false, api = false }: Change): Promise<Candidate> {
    this.#counter += 1;
    const name = `candidate-${String(this.#counter)}`;
    const { bundle, deploymentId, answer } = this.#last;
    const next = {
      bundle: code ? await handlerSaying(this.#t, name) : bundle,
      deploymentId: api
        ? await this.stack.deployApi((body) => body.replaceAll("'no-store'", `'${name}'`))
        : deploymentId,
    };
    this.#last = {
      ...next,
      answer: {
        greeting: code ? name : answer.greeting,
        deployment: next.deploymentId,
        cacheControl: api ? name : answer.cacheControl,
      },
    };
    return this.#last;
  }

  async #whole({ answer }: Candidate, { code = false }: Change): Promise<Whole> {
    const { version } = this.#serving.stage;
    return { ...answer, version: code ? await newestVersion(this.stack) : version };
  }
}

/** When each step of a release started and ended: milliseconds since 1970, by the clock of the lag. */
function recordTimes(now: () => number) {
  const times = new Map<string, number>();
  return {
    onEvent: (event: { readonly kind: string; readonly step?: string }) => {
      times.set(`${event.kind} ${event.step ?? ''}`, now());
    },
    at: (name: string): number => {
      const time = times.get(name);
      if (time === undefined) {
        throw new Error(`No event was: ${name}`);
      }
      return time;
    },
  };
}

async function newestVersion({ clients }: TestStack): Promise<string> {
  const pages = paginateListVersionsByFunction(
    { client: clients.lambda },
    { FunctionName: functionName },
  );
  let newest = 0;
  for await (const { Versions = [] } of pages) {
    newest = Math.max(newest, ...Versions.map(({ Version }) => Number(Version) || 0));
  }
  return String(newest);
}
