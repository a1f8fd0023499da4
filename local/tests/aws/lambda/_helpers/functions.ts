import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { CreateRoleCommand, DeleteRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  InvalidParameterValueException,
  InvokeCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  type CreateFunctionCommandInput,
  type CreateFunctionCommandOutput,
  type FunctionConfiguration,
  type InvokeCommandInput,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import type { ExecutionContext } from 'ava';

import { startEmbedded, type Embedded } from '../../../_helpers/embedded.ts';
import { archive } from './archive.ts';

/** An endpoint with a role that Lambda may assume. */
export interface Stand extends Embedded {
  readonly lambda: LambdaClient;
  readonly roleArn: string;
}

/** Starts an endpoint, or takes the one under test, and makes a role there. */
export async function setUp(
  t: ExecutionContext,
  options: Parameters<typeof startEmbedded>[1] = { timings: { pendingMs: 20, inProgressMs: 20 } },
): Promise<Stand> {
  const embedded = await startEmbedded(t, options);
  const { lambda, iam } = embedded.clients;
  return { ...embedded, lambda, roleArn: await createRole(t, iam, 'lambda.amazonaws.com') };
}

/** A role, deleted with the test, that the given service may assume. */
export async function createRole(
  t: ExecutionContext,
  iam: IAMClient,
  service: string,
): Promise<string> {
  const RoleName = `lambda-service-${randomUUID()}`;
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  t.teardown(() => iam.send(new DeleteRoleCommand({ RoleName })).catch(() => undefined));
  return Role?.Arn ?? '';
}

/** `answer` as an ESM handler's body: `exports handler = async (event, context) => { BODY }`. */
export function handlerSource(body: string): string {
  return `export const handler = async (event, context) => { ${body} };\n`;
}

/** A package whose handler has the given body. */
export function handlerZip(body: string): Promise<Buffer> {
  return archive({ 'index.mjs': handlerSource(body) });
}

/** The parameters of a function that works, with a name of its own. */
export async function functionInput(
  stand: Stand,
  changes: Partial<CreateFunctionCommandInput> = {},
): Promise<CreateFunctionCommandInput> {
  return {
    FunctionName: `fn-${randomUUID()}`,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: stand.roleArn,
    Code: { ZipFile: await handlerZip('return event') },
    ...changes,
  };
}

/** Creates a function without waiting; it is deleted with the test. */
export async function createFunction(
  t: ExecutionContext,
  stand: Stand,
  changes: Partial<CreateFunctionCommandInput> = {},
): Promise<CreateFunctionCommandOutput & { readonly FunctionName: string }> {
  const input = await functionInput(stand, changes);
  const created = await whenRoleIsKnown(() => stand.lambda.send(new CreateFunctionCommand(input)));
  const FunctionName = created.FunctionName ?? '';
  t.teardown(() =>
    stand.lambda.send(new DeleteFunctionCommand({ FunctionName })).catch(() => undefined),
  );
  return { ...created, FunctionName };
}

/** On AWS a new role is not known everywhere at once (trap D10). */
async function whenRoleIsKnown<Output>(create: () => Promise<Output>): Promise<Output> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await create();
    } catch (error) {
      const unknown = error instanceof InvalidParameterValueException;
      if (!unknown || !error.message.includes('cannot be assumed') || attempt === 20) {
        throw error;
      }
      await delay(1000);
    }
  }
}

/** Creates a function whose handler has the given body and waits until it can be used. */
export async function activeFunction(
  t: ExecutionContext,
  stand: Stand,
  body = 'return event',
  changes: Partial<CreateFunctionCommandInput> = {},
): Promise<string> {
  const { FunctionName } = await createFunction(t, stand, {
    Code: { ZipFile: await handlerZip(body) },
    ...changes,
  });
  await settled(stand, FunctionName);
  return FunctionName;
}

/** Waits until a function or version is neither `Pending` nor `InProgress`. */
export async function settled(
  stand: Stand,
  FunctionName: string,
  Qualifier?: string,
): Promise<FunctionConfiguration> {
  const command = new GetFunctionConfigurationCommand({ FunctionName, Qualifier });
  for (;;) {
    const configuration = await stand.lambda.send(command);
    if (configuration.State === 'Active' && configuration.LastUpdateStatus !== 'InProgress') {
      return configuration;
    }
    await delay(5);
  }
}

/** Publishes `$LATEST` and waits for the version. */
export async function publish(stand: Stand, FunctionName: string): Promise<string> {
  const { Version = '' } = await stand.lambda.send(new PublishVersionCommand({ FunctionName }));
  await settled(stand, FunctionName, Version);
  return Version;
}

/** Gives a function another handler, waits, and publishes it. */
export async function publishHandler(
  stand: Stand,
  FunctionName: string,
  body: string,
): Promise<string> {
  const ZipFile = await handlerZip(body);
  await stand.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  await settled(stand, FunctionName);
  return await publish(stand, FunctionName);
}

/** Invokes with a JSON event and reads the JSON answer. */
export async function invoke(
  stand: Stand,
  FunctionName: string,
  event: unknown = {},
  options: Partial<InvokeCommandInput> = {},
) {
  const answer = await stand.lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), ...options }),
  );
  const text = answer.Payload?.transformToString() ?? '';
  const payload: unknown = text === '' ? undefined : JSON.parse(text);
  return { ...answer, payload };
}
