import { setTimeout as delay } from 'node:timers/promises';
import {
  DeleteProvisionedConcurrencyConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvokeCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { findAlias, type AliasState } from '../../aws/alias.ts';
import { getApiStage } from '../../aws/api-stage.ts';
import { otherThan, type Measuring } from './measuring.ts';

/** What an alias with provisioned concurrency shows while it changes its version, or why it was not measured. */
export type Provisioned =
  | {
      readonly outcome: 'measured';
      /** Seconds until the first unit was `READY`. */
      readonly allocation: number;
      /** Seconds from the move of the alias until it was `READY` again; 0 when it never was anything else. */
      readonly transition: number;
      /** What `GetProvisionedConcurrencyConfig` told until then, each once, in order. */
      readonly statuses: readonly string[];
      /** What `GetAlias` told until then, each once, in order: `1`, or `1, 0.5 of 2`. */
      readonly shown: readonly string[];
      /** Answers until it was `READY` again, by the version that ran. */
      readonly ran: Readonly<Record<string, number>>;
    }
  | { readonly outcome: 'skipped'; readonly reason: string };

const longestMs = 600_000;
const pollMs = 500;

/**
 * Gives one unit to the alias that no API stage calls, moves the alias, and looks what it runs until the
 * unit is there again (trap D27). An account may have no unit to give: that is told, and nothing fails.
 */
export async function measureProvisioned(measuring: Measuring): Promise<Provisioned> {
  const { thing, clients } = measuring;
  const stage = await getApiStage(clients.apiGateway, thing.restApiId, thing.apiStage);
  const own = stage.alias === thing.aliases[0] ? 1 : 0;
  const alias = thing.aliases[own];
  const named = { FunctionName: thing.name, Qualifier: alias };
  try {
    await clients.lambda.send(
      new PutProvisionedConcurrencyConfigCommand({ ...named, ProvisionedConcurrentExecutions: 1 }),
    );
  } catch (error) {
    // As for an account with a small quota: the answer is about the account, not about this tool.
    if (error instanceof Error && '$fault' in error && error.$fault === 'client') {
      return { outcome: 'skipped', reason: `AWS answered ${error.name}: ${error.message}` };
    }
    throw error;
  }
  const allocated = await untilReady(measuring, alias);
  if (allocated === undefined) {
    return { outcome: 'skipped', reason: 'the unit was not READY within ten minutes' };
  }
  const { version } = thing.pairs[otherThan(own)];
  await clients.lambda.send(
    new UpdateAliasCommand({ FunctionName: thing.name, Name: alias, FunctionVersion: version }),
  );
  const moved = await untilReady(measuring, alias);
  await clients.lambda.send(new DeleteProvisionedConcurrencyConfigCommand(named));
  return moved === undefined
    ? { outcome: 'skipped', reason: 'the moved alias was not READY within ten minutes' }
    : {
        outcome: 'measured',
        allocation: allocated.seconds,
        transition: moved.seconds,
        statuses: moved.statuses,
        shown: moved.shown,
        ran: moved.ran,
      };
}

interface Transition {
  readonly seconds: number;
  readonly statuses: readonly string[];
  readonly shown: readonly string[];
  readonly ran: Readonly<Record<string, number>>;
}

/** @returns undefined when it takes too long, or failed. */
async function untilReady(
  { clients: { lambda, invoking }, thing, signal }: Measuring,
  alias: string,
): Promise<Transition | undefined> {
  const named = { FunctionName: thing.name, Qualifier: alias };
  const begunAt = performance.now();
  const statuses: string[] = [];
  const shown: string[] = [];
  const ran: Record<string, number> = {};
  while (performance.now() - begunAt < longestMs) {
    const [{ Status = '' }, told, { ExecutedVersion = '' }] = await Promise.all([
      lambda.send(new GetProvisionedConcurrencyConfigCommand(named), { abortSignal: signal }),
      findAlias(lambda, thing.name, alias),
      invoking.send(new InvokeCommand(named), { abortSignal: signal }),
    ]);
    addNew(statuses, Status);
    addNew(shown, told === undefined ? 'no alias' : describeAlias(told));
    ran[ExecutedVersion] = (ran[ExecutedVersion] ?? 0) + 1;
    if (Status === 'READY') {
      return { seconds: (performance.now() - begunAt) / 1000, statuses, shown, ran };
    }
    if (Status === 'FAILED') {
      return undefined;
    }
    await delay(pollMs, undefined, { signal });
  }
  return undefined;
}

function addNew(texts: string[], text: string): void {
  if (texts.at(-1) !== text) {
    texts.push(text);
  }
}

function describeAlias({ version, weights }: AliasState): string {
  const others = Object.entries(weights).map(
    ([other, weight]) => `, ${String(weight)} of ${other}`,
  );
  return `${version}${others.join('')}`;
}
