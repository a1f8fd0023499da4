import { UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { waitUntilSettled } from '../../aws/function.ts';
import { forEachChange, spreadAt, watch, type Measuring, type SpreadOf } from './measuring.ts';

/** Changes the function's description, and reads it: how old may `GetFunctionConfiguration` be? */
export async function measureFunctionReads(measuring: Measuring): Promise<readonly SpreadOf[]> {
  const { clients, thing, probes, signal } = measuring;
  const FunctionName = thing.name;
  const sights = await forEachChange(measuring, async (at) => {
    const Description = `change ${String(at + 1)}`;
    await waitUntilSettled(clients.lambda, FunctionName, '$LATEST', signal);
    return watch(
      measuring,
      () =>
        clients.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description })),
      [probes.getFunction((told) => told !== Description)],
    );
  });
  return [spreadAt('GetFunctionConfiguration', sights, 0)];
}
