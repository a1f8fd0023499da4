import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  GetFunctionConfigurationCommand,
  ListVersionsByFunctionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import type { ExecutionContext } from 'ava';
import type { Bundle } from '../../../../bundler/bundle.ts';
import { checkTrace } from '../../../../local/trace/check.ts';
import { writesOf } from '../../../../local/trace/recorded.ts';
import { releaseLockAlias } from '../../../../stack/names.ts';
import { findAlias } from '../../../../runner/aws/alias.ts';
import { readServedPair } from '../../../../runner/gates/served-pair.ts';
import type { SettingsByStage } from '../../../../stack/stage-settings.ts';
import type { TargetSettings } from '../../../../stack/targets-settings.ts';
import { withBeta, withBetaSettings, type beta } from '../release/_beta.ts';
import { settingsNumbered } from '../release/_candidates.ts';
import type { Pair } from '../../../../stack/pair.ts';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';
import { lagOf } from '../release/_lags.ts';
import { createStack, functionName, handlerSaying, type TestStack } from '../release/_stack.ts';
import { observe, type OfTargets, type Seen, type TargetName } from './_observation.ts';

/** Of the placeholder, which greets nobody. */
export const noGreeting = '';
const noMarker = 'no-store';

/** What a request met. */
export interface Answer {
  readonly pair: Pair | undefined;
  readonly greeting: string;
  /** What the API definition writes into the answer. */
  readonly marker: string;
}

/** Whether a target may serve a pair. */
export type Allowed = (target: TargetName, pair: Pair) => boolean;

/** What the histories of a test share. */
export interface Workshop {
  readonly t: ExecutionContext;
  bundle(greeting: string): Promise<Bundle>;
  /** The greeting of a bundle that was made here, by the hash of its code. */
  greetingOf(codeSha256: string): string;
  /** Counts what happened, for the test's log. */
  count(what: string): void;
  counted(): ReadonlyMap<string, number>;
  /** An api tier that is red on one target. */
  redOn(target: TargetName): string;
}

export async function openWorkshop(t: ExecutionContext): Promise<Workshop> {
  const bundles = new Map<string, Bundle>();
  const counts = new Map<string, number>();
  const file = join(await temporaryFolder(t, 'tier-'), 'api-tier.sh');
  await writeFile(file, 'case "$API_URL" in */"$1") exit 1 ;; esac\n');
  return {
    t,
    async bundle(greeting) {
      const made = bundles.get(greeting) ?? (await handlerSaying(t, greeting));
      bundles.set(greeting, made);
      return made;
    },
    greetingOf: (codeSha256) =>
      [...bundles].find(([, made]) => made.codeSha256 === codeSha256)?.[0] ?? 'unknown',
    count(what) {
      counts.set(what, (counts.get(what) ?? 0) + 1);
    },
    counted: () => counts,
    redOn: (target) => `sh ${file} ${target}`,
  };
}

const begun = settingsNumbered(0);

/** What somebody edits in the project, but for code. */
export interface Edit {
  /** What the API definition writes into answers. */
  readonly definition?: string | undefined;
  /** A number of their own for the settings of the API stages. */
  readonly settings?: number | undefined;
  /** A target that is added. */
  readonly added?: TargetSettings | undefined;
}

/** The stack that one history happens to, as AWS shows it. */
export class World {
  readonly workshop: Workshop;
  readonly stack: TestStack;
  /** Of its hosts, in seconds. */
  readonly lag: number;
  /** Whether a person moved something: what any host may answer since then is the person's doing. */
  #isMovedByHand = false;
  /** Of versions, by number. */
  readonly #greetings = new Map<string, string>();
  /** Of API definitions, by deployment. */
  readonly #markers: Map<string, string>;
  /** That go with API definitions, by deployment. */
  readonly #settings: Map<string, SettingsByStage>;
  readonly #placeholderCode: string;

  private constructor(
    workshop: Workshop,
    { stack, lag }: { readonly stack: TestStack; readonly lag: number },
    placeholderCode: string,
  ) {
    this.workshop = workshop;
    this.stack = stack;
    this.lag = lag;
    this.#markers = new Map([[stack.outputs.deploymentId, noMarker]]);
    this.#settings = new Map([[stack.outputs.deploymentId, begun]]);
    this.#placeholderCode = placeholderCode;
  }

  /** @param lag of its hosts, in seconds. */
  static async create(workshop: Workshop, lag: number): Promise<World> {
    const stack = await createStack(workshop.t, lagOf(lag), { stages: begun });
    const { CodeSha256 = '' } = await stack.clients.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName }),
    );
    return new World(workshop, { stack, lag }, CodeSha256);
  }

  async close(): Promise<void> {
    this.stack.clients.destroy();
    await this.stack.aws.close();
  }

  /**
   * Makes a deployment, as `pulumi up` would after an edit.
   *
   * @param before the deployment that holds what was not edited.
   */
  async deploy(before: string, { definition, settings, added }: Edit): Promise<string> {
    const marker = definition ?? this.#markers.get(before) ?? noMarker;
    const edited = settings === undefined ? {} : settingsNumbered(settings);
    const kept = { ...this.settingsWith(before), ...edited };
    const stages = added === undefined ? kept : withBetaSettings(kept, added);
    const id = await this.stack.deployApi(
      (body) => body.replaceAll(`'${noMarker}'`, `'${marker}'`),
      stages,
    );
    this.#markers.set(id, marker);
    this.#settings.set(id, stages);
    return id;
  }

  /** The settings of API stages that go with a deployment. */
  settingsWith(deployment: string): SettingsByStage {
    return this.#settings.get(deployment) ?? {};
  }

  /** What there is, also while AWS answers others with what was. */
  async observe(): Promise<OfTargets<Seen>> {
    const { stack } = this;
    return stack.aws.lag.truly(async () => {
      const [stage, prod] = await Promise.all([observe(stack, 'stage'), observe(stack, 'prod')]);
      return { stage, prod };
    });
  }

  /** A person moves something; until then no host could give an answer that is not allowed. */
  async byHand(allowed: Allowed, move: () => Promise<void>): Promise<void> {
    this.verifyHosts(allowed);
    this.#isMovedByHand = true;
    await move();
  }

  /** No host could give an answer that is not allowed, however slowly it learned of what was done. */
  verifyHosts(allowed: Allowed): void {
    if (this.#isMovedByHand) {
      return;
    }
    const { aws, outputs, propagation } = this.stack;
    const writes = writesOf(aws.lag.writes.list(), outputs);
    checkTrace(writes, propagation, {
      allowed: (stage, pair) => allowed(stage === 'stage' ? 'stage' : 'prod', pair),
    });
  }

  /** What hosts answer that may not know of everything yet; undefined where a person moved something. */
  async askHosts(target: TargetName): Promise<Answer | undefined> {
    return this.#isMovedByHand ? undefined : this.ask(target);
  }

  /** What a pair has to answer. */
  async expectedOf(pair: Pair): Promise<Answer> {
    const marker = this.#markers.get(pair.deployment) ?? 'unknown';
    return { pair, greeting: await this.#greetingOf(pair.version), marker };
  }

  async #greetingOf(version: string): Promise<string> {
    const known = this.#greetings.get(version);
    if (known !== undefined) {
      return known;
    }
    const { CodeSha256 = '' } = await this.stack.clients.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: version }),
    );
    const greeting =
      CodeSha256 === this.#placeholderCode ? noGreeting : this.workshop.greetingOf(CodeSha256);
    if (version !== '$LATEST') {
      this.#greetings.set(version, greeting);
    }
    return greeting;
  }

  async ask(target: TargetName | typeof beta.name): Promise<Answer> {
    const { targets } = withBeta(this.stack.outputs);
    const answer = await fetch(`${targets[target]?.url ?? ''}/greeting`);
    const body: unknown = await answer.json();
    const isGreeting = typeof body === 'object' && body !== null && 'greeting' in body;
    return {
      pair: readServedPair(answer.headers),
      greeting: isGreeting ? String(body.greeting) : noGreeting,
      marker: answer.headers.get('cache-control') ?? '',
    };
  }

  async versions(): Promise<number> {
    const { Versions = [] } = await this.stack.clients.lambda.send(
      new ListVersionsByFunctionCommand({ FunctionName: functionName, MaxItems: 10_000 }),
    );
    return Versions.length;
  }

  /** What the release lock says. */
  async lock(): Promise<string> {
    const { aws, clients } = this.stack;
    const alias = await aws.lag.truly(() =>
      findAlias(clients.lambda, functionName, releaseLockAlias),
    );
    return alias?.description ?? 'free';
  }

  /** Lets the release lock say that its holder was a process of this machine that has ended. */
  async buryHolder(): Promise<void> {
    const held = await this.lock();
    if (held !== 'free') {
      await this.stack.clients.lambda.send(
        new UpdateAliasCommand({
          FunctionName: functionName,
          Name: releaseLockAlias,
          Description: held.replace(/\/\d+,/, `/${noProcess},`),
        }),
      );
    }
  }
}

/** Above the greatest process id that Linux gives out. */
const noProcess = '4194305';
