import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { isPreconditionFailure, mayHaveTakenEffect } from './aws-errors.ts';
import type { Clients } from './clients.ts';

const pollMs = 200;

const aliasInput = z.object({
  FunctionName: z.string(),
  Name: z.string(),
  RevisionId: z.string().optional(),
});
const alias = z.object({ RevisionId: z.string() });
const stageInput = z.object({ restApiId: z.string(), stageName: z.string() });
const stage = z.object({
  deploymentId: z.string().optional(),
  variables: z.record(z.string(), z.string()).optional(),
  canarySettings: z.unknown().optional(),
  methodSettings: z.unknown().optional(),
});

/** Whether a state that was asked for at a time (by {@link Clock}) may be older than the last write. */
type IsOld = (state: string, askedAt: number) => boolean;

interface Clock {
  /** Milliseconds by a clock that nobody sets. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/**
 * Lets clients believe their own writes over reads: AWS may answer a read with what an alias or an API
 * stage was before. An answer that is not their last write is asked for again, until it is or until no
 * answer can be older than that write; what then differs somebody else wrote. After a write whose answer was lost
 * none is believed that may be older than it. One that was refused for the revision may be an attempt more of what
 * took effect, and its answer be lost: answers that show that revision, or may be older, are asked for again.
 *
 * @param seconds how old an answer may be; 0 leaves the clients as they are.
 */
export function believeOwnWrites(
  { lambda, apiGateway }: Pick<Clients, 'lambda' | 'apiGateway'>,
  seconds: number,
  { now, sleep }: Clock = { now: () => performance.now(), sleep: delay },
): void {
  if (seconds === 0) {
    return;
  }
  /** By resource: which states are old, and until when they may be answered. */
  const written = new Map<string, { readonly isOld: IsOld; readonly until: number }>();
  const note = (resource: string, isOld: IsOld) => {
    written.set(resource, { isOld, until: now() + seconds * 1000 });
  };
  /** Asks until an answer cannot be old any more: it may have been long under way, so the asking counts. */
  const askUntilTrue = async <Answer extends { readonly output: unknown }>(
    resource: string,
    ask: () => Promise<Answer>,
    stateOf: (output: unknown) => string,
  ): Promise<Answer> => {
    for (;;) {
      const askedAt = now();
      const answer = await ask();
      const last = written.get(resource);
      if (last?.isOld(stateOf(answer.output), askedAt) !== true || askedAt >= last.until) {
        return answer;
      }
      await sleep(pollMs);
    }
  };
  const write = async <Answer extends { readonly output: unknown }>(
    resource: string,
    attempt: () => Promise<Answer>,
    stateOf: (output: unknown) => string,
    refusedFor?: string,
  ): Promise<Answer> => {
    try {
      const answer = await attempt();
      const state = stateOf(answer.output);
      note(resource, (seen) => seen !== state);
      return answer;
    } catch (error) {
      if (isPreconditionFailure(error) && refusedFor !== undefined) {
        const before = written.get(resource)?.until ?? 0;
        note(resource, (seen, askedAt) => seen === refusedFor || askedAt < before);
      } else if (mayHaveTakenEffect(error)) {
        note(resource, () => true);
      }
      throw error;
    }
  };
  const options = { step: 'initialize', name: 'believeOwnWrites' } as const;
  lambda.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        const go = () => next(args);
        if (!aliasCommands.includes(commandName)) {
          return go();
        }
        const { FunctionName, Name, RevisionId } = aliasInput.parse(args.input);
        const resource = `${FunctionName}:${Name}`;
        return commandName === 'GetAliasCommand'
          ? askUntilTrue(resource, go, stateOfAlias)
          : write(resource, go, stateOfAlias, RevisionId);
      },
    options,
  );
  apiGateway.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        const go = () => next(args);
        if (!stageCommands.includes(commandName)) {
          return go();
        }
        const { restApiId, stageName } = stageInput.parse(args.input);
        const resource = `${restApiId}/${stageName}`;
        return commandName === 'GetStageCommand'
          ? askUntilTrue(resource, go, stateOfStage)
          : write(resource, go, stateOfStage);
      },
    options,
  );
}

const aliasCommands = ['GetAliasCommand', 'CreateAliasCommand', 'UpdateAliasCommand'];
const stageCommands = ['GetStageCommand', 'UpdateStageCommand'];

function stateOfAlias(output: unknown): string {
  return alias.parse(output).RevisionId;
}

function stateOfStage(output: unknown): string {
  return JSON.stringify(stage.parse(output));
}
