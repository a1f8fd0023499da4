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

/** A resource, and what distinguishes its states. */
interface Seen {
  readonly resource: string;
  readonly state: string;
}

interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/**
 * Lets clients believe their own writes over reads: AWS may answer a read with what an alias or an API
 * stage was before. An answer that is not their last write is asked for again, until it is or until no
 * answer can be older than that write; what then differs somebody else wrote. After a write whose answer was lost
 * none is believed that may be older than it. One that was refused for the revision may be an attempt more of what
 * took effect, and its answer be lost: answers that show that revision are asked for again.
 *
 * @param seconds how old an answer may be; 0 leaves the clients as they are.
 */
export function believeOwnWrites(
  { lambda, apiGateway }: Pick<Clients, 'lambda' | 'apiGateway'>,
  seconds: number,
  { now, sleep }: Clock = { now: Date.now, sleep: delay },
): void {
  if (seconds === 0) {
    return;
  }
  /** By resource: which states are old, and until when they may be answered. */
  const written = new Map<
    string,
    { readonly isOld: (state: string) => boolean; readonly until: number }
  >();
  const note = (resource: string, isOld: (state: string) => boolean) => {
    written.set(resource, { isOld, until: now() + seconds * 1000 });
  };
  const noteWritten = ({ resource, state }: Seen) => {
    note(resource, (seen) => seen !== state);
  };
  /** Asks until an answer cannot be old any more: it may have been long under way, so the asking counts. */
  const askUntilTrue = async <Answer extends { readonly output: unknown }>(
    ask: () => Promise<Answer>,
    see: (output: unknown) => Seen,
  ): Promise<Answer> => {
    for (;;) {
      const askedAt = now();
      const answer = await ask();
      const { resource, state } = see(answer.output);
      const last = written.get(resource);
      if (last?.isOld(state) !== true || askedAt >= last.until) {
        return answer;
      }
      await sleep(pollMs);
    }
  };
  const options = { step: 'initialize', name: 'believeOwnWrites' } as const;
  lambda.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const see = (output: unknown) => seenAlias(args.input, output);
        if (commandName === 'GetAliasCommand') {
          return askUntilTrue(() => next(args), see);
        }
        if (commandName !== 'UpdateAliasCommand' && commandName !== 'CreateAliasCommand') {
          return next(args);
        }
        try {
          const answer = await next(args);
          noteWritten(see(answer.output));
          return answer;
        } catch (error) {
          const { RevisionId } = aliasInput.parse(args.input);
          if (isPreconditionFailure(error) && RevisionId !== undefined) {
            note(resourceOf(args.input), (seen) => seen === RevisionId);
          } else if (mayHaveTakenEffect(error)) {
            note(resourceOf(args.input), () => true);
          }
          throw error;
        }
      },
    options,
  );
  apiGateway.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const see = (output: unknown) => seenStage(args.input, output);
        if (commandName === 'GetStageCommand') {
          return askUntilTrue(() => next(args), see);
        }
        if (commandName !== 'UpdateStageCommand') {
          return next(args);
        }
        try {
          const answer = await next(args);
          noteWritten(see(answer.output));
          return answer;
        } catch (error) {
          if (mayHaveTakenEffect(error)) {
            note(stageOf(args.input), () => true);
          }
          throw error;
        }
      },
    options,
  );
}

function seenAlias(input: unknown, output: unknown): Seen {
  return { resource: resourceOf(input), state: alias.parse(output).RevisionId };
}

function resourceOf(input: unknown): string {
  const { FunctionName, Name } = aliasInput.parse(input);
  return `${FunctionName}:${Name}`;
}

function seenStage(input: unknown, output: unknown): Seen {
  return { resource: stageOf(input), state: JSON.stringify(stage.parse(output)) };
}

function stageOf(input: unknown): string {
  const { restApiId, stageName } = stageInput.parse(input);
  return `${restApiId}/${stageName}`;
}
