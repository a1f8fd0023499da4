import type { AwsRegion } from '../aws-region.ts';
import { ProviderError } from '../errors.ts';
import { poll } from '../settling.ts';

const timeoutMs = 10 * 60_000;

/** Waits until a new function, or version, can be used. @throws {ProviderError} when it never will. */
export async function untilActive(
  region: AwsRegion,
  name: string,
  qualifier?: string,
): Promise<void> {
  await poll(
    async () => {
      const { State, StateReason } = await configurationOf(region, name, qualifier);
      if (State === 'Failed') {
        throw new ProviderError(`it failed to start: ${StateReason ?? State}`);
      }
      return State === 'Pending' || State === undefined ? undefined : State;
    },
    'it to become active',
    timeoutMs,
    region.signal,
  );
}

/** Waits until an update of a function is through. @throws {ProviderError} when it failed. */
export async function untilUpdated(region: AwsRegion, name: string): Promise<void> {
  await poll(
    async () => {
      const { LastUpdateStatus, LastUpdateStatusReason } = await configurationOf(region, name);
      if (LastUpdateStatus === 'Failed') {
        throw new ProviderError(
          `its update failed: ${LastUpdateStatusReason ?? 'no reason given'}`,
        );
      }
      return LastUpdateStatus === 'Successful' ? LastUpdateStatus : undefined;
    },
    'its update to settle',
    timeoutMs,
    region.signal,
  );
}

/** Publishes a version of what is at `$LATEST`, and waits until it can be used. */
export async function publish(region: AwsRegion, name: string): Promise<void> {
  const { PublishVersionCommand } = await import('@aws-sdk/client-lambda');
  const client = await region.lambda;
  const { Version } = await client.send(new PublishVersionCommand({ FunctionName: name }));
  await untilActive(region, name, Version);
}

async function configurationOf(region: AwsRegion, name: string, qualifier?: string) {
  const { GetFunctionConfigurationCommand } = await import('@aws-sdk/client-lambda');
  const client = await region.lambda;
  return client.send(
    new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: qualifier }),
  );
}
