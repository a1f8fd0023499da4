import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  GetFunctionConfigurationCommand,
  ListVersionsByFunctionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import type { ExecutionContext } from 'ava';
import type { Bundle } from '../../../../bundler/bundle.ts';
import { releaseLockAlias } from '../../../../stack/names.ts';
import { findAlias } from '../../../../runner/aws/alias.ts';
import { readServedPair } from '../../../../runner/gates/served-pair.ts';
import type { Pair } from '../../../../runner/traffic/pair.ts';
import { temporaryFolder } from '../../../../local/tests/_helpers/embedded.ts';
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

/** The stack that one history happens to, as AWS shows it. */
export class World {
  readonly workshop: Workshop;
  readonly stack: TestStack;
  /** Of versions, by number. */
  readonly #greetings = new Map<string, string>();
  /** Of API definitions, by deployment. */
  readonly #markers: Map<string, string>;
  readonly #placeholderCode: string;

  private constructor(workshop: Workshop, stack: TestStack, placeholderCode: string) {
    this.workshop = workshop;
    this.stack = stack;
    this.#markers = new Map([[stack.outputs.deploymentId, noMarker]]);
    this.#placeholderCode = placeholderCode;
  }

  static async create(workshop: Workshop): Promise<World> {
    const stack = await createStack(workshop.t);
    const { CodeSha256 = '' } = await stack.clients.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName }),
    );
    return new World(workshop, stack, CodeSha256);
  }

  async close(): Promise<void> {
    this.stack.clients.destroy();
    await this.stack.aws.close();
  }

  /** Makes a deployment of an API definition of its own. */
  async deploy(marker: string): Promise<string> {
    const id = await this.stack.deployApi((body) =>
      body.replaceAll(`'${noMarker}'`, `'${marker}'`),
    );
    this.#markers.set(id, marker);
    return id;
  }

  async observe(): Promise<OfTargets<Seen>> {
    const [stage, prod] = await Promise.all([
      observe(this.stack, 'stage'),
      observe(this.stack, 'prod'),
    ]);
    return { stage, prod };
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

  async ask(target: TargetName): Promise<Answer> {
    const answer = await fetch(`${this.stack.outputs.targets[target]?.url ?? ''}/greeting`);
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
    const alias = await findAlias(this.stack.clients.lambda, functionName, releaseLockAlias);
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
