import { CreateApiKeyCommand, DeleteApiKeyCommand } from '@aws-sdk/client-api-gateway';
import type { APIGatewayClient, CreateApiKeyCommandInput } from '@aws-sdk/client-api-gateway';
import type { ExecutionContext } from 'ava';

/** Makes an API key that is enabled, deleted with the test. */
export async function createKey(
  t: ExecutionContext,
  client: APIGatewayClient,
  input: CreateApiKeyCommandInput = {},
): Promise<{ readonly id: string; readonly value: string }> {
  const { id = '', value = '' } = await client.send(
    new CreateApiKeyCommand({ enabled: true, ...input }),
  );
  t.teardown(() => client.send(new DeleteApiKeyCommand({ apiKey: id })));
  return { id, value };
}
