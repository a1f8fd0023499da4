import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Clients } from './clients.ts';

const pollMs = 200;

const alias = z.object({ AliasArn: z.string(), RevisionId: z.string() });
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
 * answer can be older than that write; what then differs somebody else wrote.
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
  const written = new Map<string, { readonly state: string; readonly until: number }>();
  const note = ({ resource, state }: Seen) => {
    written.set(resource, { state, until: now() + seconds * 1000 });
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
      if (last === undefined || last.state === state || askedAt >= last.until) {
        return answer;
      }
      await sleep(pollMs);
    }
  };
  const options = { step: 'initialize', name: 'believeOwnWrites' } as const;
  lambda.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'GetAliasCommand') {
          return askUntilTrue(() => next(args), seenAlias);
        }
        const answer = await next(args);
        if (commandName === 'UpdateAliasCommand' || commandName === 'CreateAliasCommand') {
          note(seenAlias(answer.output));
        }
        return answer;
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
        const answer = await next(args);
        if (commandName === 'UpdateStageCommand') {
          note(see(answer.output));
        }
        return answer;
      },
    options,
  );
}

function seenAlias(output: unknown): Seen {
  const { AliasArn, RevisionId } = alias.parse(output);
  return { resource: AliasArn, state: RevisionId };
}

function seenStage(input: unknown, output: unknown): Seen {
  const { restApiId, stageName } = stageInput.parse(input);
  return { resource: `${restApiId}/${stageName}`, state: JSON.stringify(stage.parse(output)) };
}
