import { GetStageCommand } from '@aws-sdk/client-api-gateway';
import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
} from '@aws-sdk/client-lambda';
import { askServedPair } from '../../gates/served-pair.ts';
import type { Pace } from './pace.ts';
import type { ThrowAway } from './throw-away.ts';
import type { VerifyClients } from './verify-clients.ts';
import type { Probe } from './watch-change.ts';

type IsOld = Probe['isOld'];

const plainGet = { method: 'GET', path: '/', headers: {} };

/** What asks about throw-away resources, each in its own way, once it is told which answers are old. */
export interface Probes {
  /** The API, each time on a new connection: a pair, `1@a1b2c3`, or what came instead. */
  readonly api: (isOld: IsOld) => Probe;
  /** `Invoke` by an alias, each time on a new connection: the version that ran. */
  readonly invoke: (alias: string, isOld: IsOld) => Probe;
  /** The version that `GetAlias` tells. */
  readonly getAlias: (alias: string, isOld: IsOld) => Probe;
  /** The deployment that `GetStage` tells. */
  readonly getStage: (isOld: IsOld) => Probe;
  /** The description that `GetFunctionConfiguration` tells. */
  readonly getFunction: (isOld: IsOld) => Probe;
}

/** @param url of the API stage. */
export function probesOf(
  { lambda, apiGateway, invoking }: VerifyClients,
  { name: FunctionName, restApiId, apiStage: stageName }: ThrowAway,
  url: string,
  { askMs, connections, readMs }: Pace,
): Probes {
  const load = { connections, everyMs: askMs };
  const reads = { connections: 1, everyMs: readMs };
  return {
    api: (isOld) => ({
      ...load,
      isOld,
      ask: (signal) => askServedPair({ url, request: plainGet }, signal),
    }),
    invoke: (Qualifier, isOld) => ({
      ...load,
      isOld,
      async ask(abortSignal) {
        const command = new InvokeCommand({ FunctionName, Qualifier });
        return (await invoking.send(command, { abortSignal })).ExecutedVersion ?? '';
      },
    }),
    getAlias: (Name, isOld) => ({
      ...reads,
      isOld,
      async ask(abortSignal) {
        const command = new GetAliasCommand({ FunctionName, Name });
        return (await lambda.send(command, { abortSignal })).FunctionVersion ?? '';
      },
    }),
    getStage: (isOld) => ({
      ...reads,
      isOld,
      async ask(abortSignal) {
        const command = new GetStageCommand({ restApiId, stageName });
        return (await apiGateway.send(command, { abortSignal })).deploymentId ?? '';
      },
    }),
    getFunction: (isOld) => ({
      ...reads,
      isOld,
      async ask(abortSignal) {
        const command = new GetFunctionConfigurationCommand({ FunctionName });
        return (await lambda.send(command, { abortSignal })).Description ?? '';
      },
    }),
  };
}
