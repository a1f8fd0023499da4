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
  const isOld = ({ resource, state }: Seen) => {
    const last = written.get(resource);
    return last !== undefined && last.state !== state && now() < last.until;
  };
  const options = { step: 'initialize', name: 'believeOwnWrites' } as const;
  lambda.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        let answer = await next(args);
        if (commandName === 'UpdateAliasCommand' || commandName === 'CreateAliasCommand') {
          note(seenAlias(answer.output));
        }
        while (commandName === 'GetAliasCommand' && isOld(seenAlias(answer.output))) {
          await sleep(pollMs);
          answer = await next(args);
        }
        return answer;
      },
    options,
  );
  apiGateway.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        let answer = await next(args);
        if (commandName === 'UpdateStageCommand') {
          note(seenStage(args.input, answer.output));
        }
        while (commandName === 'GetStageCommand' && isOld(seenStage(args.input, answer.output))) {
          await sleep(pollMs);
          answer = await next(args);
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
