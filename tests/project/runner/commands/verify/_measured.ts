import { UpdateStageCommand, type UpdateStageCommandInput } from '@aws-sdk/client-api-gateway';
import type { ExecutionContext } from 'ava';
import type { LagSettings } from '../../../../../local/lag-settings.ts';
import { account, region } from '../../../../../local/tests/_helpers/account.ts';
import { clientsOf } from '../../../../../local/tests/_helpers/clients.ts';
import { startEmbedded, type Embedded } from '../../../../../local/tests/_helpers/embedded.ts';
import type { Measured } from '../../../../../runner/commands/verify/measure.ts';
import type { Place } from '../../../../../runner/commands/verify/throw-away.ts';
import type { VerifyClients } from '../../../../../runner/commands/verify/verify-clients.ts';
import { withThrowAway } from '../../../../../runner/commands/verify/with-throw-away.ts';

/** An embedded AWS that a verify runs against, in this process. */
export interface VerifyStand extends Embedded {
  readonly clientsToMeasure: VerifyClients;
  readonly measure: (options?: MeasureOptions) => Promise<Measured>;
}

interface MeasureOptions {
  readonly changes?: number;
  readonly say?: (text: string) => void;
  readonly signal?: AbortSignal;
}

export const place: Place = {
  ...{ region, account, partition: 'aws', stack: 'dev', runtime: 'nodejs24.x' },
};

export async function openVerifyStand(
  t: ExecutionContext,
  lag: Partial<LagSettings> = {},
): Promise<VerifyStand> {
  const timings = { pendingMs: 0, inProgressMs: 0, allocationMs: 50 };
  const embedded = await startEmbedded(t, { timings, lag: { seed: 7, ...lag } });
  const { lambda, apigateway: apiGateway, iam } = embedded.clients;
  const invoking = clientsOf(embedded.url).lambda;
  t.teardown(() => {
    invoking.destroy();
  });
  const clients = { lambda, apiGateway, iam, invoking };
  return {
    ...embedded,
    clientsToMeasure: clients,
    measure: ({ changes = 3, say = () => undefined, signal = new AbortController().signal } = {}) =>
      withThrowAway(clients, place, {
        pace: { changes, askMs: 5, connections: 4, readMs: 10, quietMs: 500, longestMs: 5_000 },
        signal,
        say,
        urlOf: ({ restApiId, apiStage }) =>
          `${embedded.url}/_aws/execute-api/${restApiId}/${apiStage}`,
      }),
  };
}

/** From now on an `UpdateStage` of several patches takes effect in two parts, a while apart. */
export function breakUpdateStage({ clientsToMeasure: { apiGateway } }: VerifyStand): void {
  apiGateway.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName !== UpdateStageCommand.name) {
          return next(args);
        }
        const input = args.input as UpdateStageCommandInput;
        const [first, ...others] = input.patchOperations ?? [];
        await next({ ...args, input: { ...input, patchOperations: first && [first] } });
        await new Promise((resolve) => setTimeout(resolve, 100));
        return next({ ...args, input: { ...input, patchOperations: others } });
      },
    { step: 'initialize' },
  );
}
