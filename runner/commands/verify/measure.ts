import { setTimeout as delay } from 'node:timers/promises';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { isAwsError } from '../../aws/aws-errors.ts';
import { measureAlias, measureWeights } from './measure-alias.ts';
import { measureFunctionReads } from './measure-function.ts';
import { measureProvisioned, type Provisioned } from './measure-provisioned.ts';
import { measureCanary, measureStage } from './measure-stage.ts';
import { watch, wholePairs, type Measuring, type SpreadOf } from './measuring.ts';
import { addTallies, type PairTally } from './pair-tally.ts';

export interface Measured {
  readonly spreads: readonly SpreadOf[];
  /** Of all answers while the API stage was given deployment and alias in one call, its canary too. */
  readonly pairs: PairTally;
  readonly provisioned: Provisioned;
}

/** Measures one kind of change after another. */
export async function measure(measuring: Measuring): Promise<Measured> {
  const { say, thing, probes, pace } = measuring;
  const times = pace.changes === 1 ? 'once' : `${String(pace.changes)} times`;
  say('Waits until the API answers everywhere.');
  await warmUp(measuring);
  const [first] = wholePairs(thing);
  await watch(measuring, () => Promise.resolve(), [probes.api((text) => text !== first)]);
  say(`Moves the API stage ${times}, deployment and alias in one call.`);
  const stage = await measureStage(measuring);
  say(`Begins and ends a canary ${times}.`);
  const canary = await measureCanary(measuring, stage);
  say(`Moves an alias ${times}.`);
  const alias = await measureAlias(measuring);
  say(`Gives an alias weights and takes them away ${times}.`);
  const weights = await measureWeights(measuring, alias);
  say(`Changes the description of the function ${times}.`);
  const reads = await measureFunctionReads(measuring);
  say('Moves an alias with provisioned concurrency.');
  const provisioned = await measureProvisioned(measuring);
  return {
    spreads: [...stage.spreads, ...canary.spreads, ...alias, ...weights, ...reads],
    pairs: addTallies([stage.pairs, canary.pairs]),
    provisioned,
  };
}

/**
 * A cold start would keep who asks from asking: both versions get as many environments as there are
 * connections. A host may not know the new aliases yet.
 */
async function warmUp({ clients: { invoking }, thing, pace, signal }: Measuring): Promise<void> {
  const deadline = performance.now() + knownWithinMs;
  const invoke = async (Qualifier: string): Promise<void> => {
    try {
      await invoking.send(new InvokeCommand({ FunctionName: thing.name, Qualifier }));
    } catch (error) {
      if (!isAwsError(error, 'ResourceNotFoundException') || performance.now() > deadline) {
        throw error;
      }
      await delay(pollMs, undefined, { signal });
      await invoke(Qualifier);
    }
  };
  await Promise.all(
    Array.from({ length: pace.connections * 2 }).flatMap(() => thing.aliases.map(invoke)),
  );
}

const knownWithinMs = 60_000;
const pollMs = 200;
