import { setTimeout as delay } from 'node:timers/promises';
import { DeleteRestApiCommand, paginateGetRestApis } from '@aws-sdk/client-api-gateway';
import { DeleteRoleCommand, paginateListRoles } from '@aws-sdk/client-iam';
import { DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import { isAwsError } from '../../aws/aws-errors.ts';
import { PutBackError } from '../../errors.ts';
import { advise, npmRun } from '../../report/next.ts';
import { rolePath, type Place } from './throw-away.ts';
import type { VerifyClients } from './verify-clients.ts';

/** Names of what earlier runs for a stack left, since they were killed or could not delete it. */
export async function findLeftovers(
  { iam }: Pick<VerifyClients, 'iam'>,
  place: Pick<Place, 'region' | 'stack'>,
): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { Roles = [] } of paginateListRoles(
    { client: iam },
    { PathPrefix: rolePath(place) },
  )) {
    names.push(...Roles.flatMap(({ RoleName }) => RoleName ?? []));
  }
  return names;
}

/**
 * Deletes the API, the function and the role of a name; what is not there is as good as deleted. The role
 * goes last, and only when the others are gone: it is what the next run finds them by.
 *
 * @throws {PutBackError} when something could not be deleted, with its name.
 */
export async function cleanUp(clients: VerifyClients, name: string): Promise<void> {
  const left = [
    ...(await failures([`API ${name}`, () => deleteApis(clients, name)])),
    ...(await failures([`function ${name}`, () => deleteFunction(clients, name)])),
  ];
  if (left.length === 0) {
    left.push(...(await failures([`role ${name}`, () => deleteRole(clients, name)])));
  }
  if (left.length > 0) {
    const parts = left.map(({ what, reason }) => `${what} (${reason})`);
    throw new PutBackError(
      `Not deleted: ${parts.join(', ')}`,
      advise(npmRun('verify'), 'delete it by hand, or let the next run do it'),
      { resource: left[0]?.what, cause: left[0]?.error },
    );
  }
}

interface NotDeleted {
  readonly what: string;
  readonly reason: string;
  readonly error: unknown;
}

async function failures([what, act]: readonly [string, () => Promise<void>]): Promise<
  readonly NotDeleted[]
> {
  try {
    await act();
    return [];
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return [{ what, reason, error }];
  }
}

const notThere = ['NotFoundException', 'ResourceNotFoundException', 'NoSuchEntityException'];

interface Patience {
  readonly tries: number;
  readonly retryMs: number;
}

/** Deletes, and tries again while AWS refuses for a reason that passes; what is not there is deleted. */
async function whileRefused(
  reason: string,
  { tries, retryMs }: Patience,
  act: () => Promise<unknown>,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await act();
      return;
    } catch (error) {
      if (isAwsError(error, ...notThere)) {
        return;
      }
      if (!isAwsError(error, reason) || attempt === tries) {
        throw error;
      }
      await delay(retryMs);
    }
  }
}

/** API Gateway deletes one API in 30 s of an account (https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html). */
async function deleteApis({ apiGateway }: VerifyClients, name: string): Promise<void> {
  const ids: string[] = [];
  for await (const { items = [] } of paginateGetRestApis(
    { client: apiGateway, pageSize: 500 },
    {},
  )) {
    ids.push(...items.filter((api) => api.name === name).flatMap(({ id }) => id ?? []));
  }
  for (const restApiId of ids) {
    await whileRefused('TooManyRequestsException', { tries: 8, retryMs: 10_000 }, () =>
      apiGateway.send(new DeleteRestApiCommand({ restApiId })),
    );
  }
}

async function deleteFunction({ lambda }: VerifyClients, name: string): Promise<void> {
  // It may be about to be created, or updated.
  await whileRefused('ResourceConflictException', { tries: 30, retryMs: 1_000 }, () =>
    lambda.send(new DeleteFunctionCommand({ FunctionName: name })),
  );
}

async function deleteRole({ iam }: VerifyClients, name: string): Promise<void> {
  await whileRefused('ConcurrentModificationException', { tries: 5, retryMs: 1_000 }, () =>
    iam.send(new DeleteRoleCommand({ RoleName: name })),
  );
}
