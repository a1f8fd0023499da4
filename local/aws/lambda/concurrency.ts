import { z } from 'zod';

import type { RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import { invalidParameter, invalidParameterUntyped } from './errors.ts';
import { requireFunction } from './lookup.ts';
import { operation } from '../rest/operation.ts';
import { namedFunction, parseBody } from './request.ts';
import type { FunctionState } from './state.ts';

/** AWS's defaults: executions at once in an account and region, and how many must stay unreserved. */
export const accountConcurrency = { total: 1000, leastUnreserved: 100 } as const;

const input = z.object({ ReservedConcurrentExecutions: z.int().min(0) });

/** What all functions but one have reserved, and provisioned without a reservation. */
export function reservedByOthers(region: Region, except?: FunctionState): number {
  return Object.values(region.state.lambda.functions)
    .filter((fn) => fn !== except)
    .reduce((sum, fn) => sum + (fn.reservedConcurrency ?? provisionedOf(fn)), 0);
}

/** Provisioned concurrency of all versions and aliases of a function together. */
export function provisionedOf(fn: FunctionState): number {
  return Object.values(fn.provisionedConcurrency).reduce(
    (sum, { requested }) => sum + requested,
    0,
  );
}

function putFunctionConcurrency(request: RestRequest, region: Region): RestResponse {
  const { ReservedConcurrentExecutions: reserved } = parseBody(request, input);
  const fn = unqualifiedFunction(request, region, '$LATEST');
  const left = accountConcurrency.total - reservedByOthers(region, fn) - reserved;
  if (left < accountConcurrency.leastUnreserved) {
    throw invalidParameterUntyped(
      "Specified ReservedConcurrentExecutions for function decreases account's " +
        'UnreservedConcurrentExecution below its minimum value of ' +
        `[${String(accountConcurrency.leastUnreserved)}].`,
    );
  }
  const provisioned = provisionedOf(fn);
  if (provisioned > reserved) {
    throw invalidParameterUntyped(
      ` ReservedConcurrentExecutions  ${String(reserved)} should not be lower than function's ` +
        `total provisioned concurrency [${String(provisioned)}].`,
    );
  }
  fn.reservedConcurrency = reserved;
  return { body: { ReservedConcurrentExecutions: reserved } };
}

function getFunctionConcurrency(request: RestRequest, region: Region): RestResponse {
  const { reservedConcurrency } = unqualifiedFunction(request, region);
  return {
    body:
      reservedConcurrency === undefined
        ? {}
        : { ReservedConcurrentExecutions: reservedConcurrency },
  };
}

function deleteFunctionConcurrency(request: RestRequest, region: Region): RestResponse {
  delete unqualifiedFunction(request, region).reservedConcurrency;
  return { status: 204 };
}

/** @param named what a refusal's ARN ends in: AWS names `$LATEST` for one of the operations */
function unqualifiedFunction(request: RestRequest, region: Region, named?: string): FunctionState {
  const { name, qualifier } = namedFunction(request, region);
  if (qualifier !== undefined) {
    throw invalidParameter(
      'This operation is permitted on Lambda functions only. Aliases and versions do not support ' +
        'this operation. Please specify either a function name or an unqualified function ARN.',
    );
  }
  return requireFunction(region, name, named);
}

const path = '/functions/{FunctionName}/concurrency';

export const concurrencyOperations = [
  operation('PutFunctionConcurrency', `PUT /2017-10-31${path}`, putFunctionConcurrency),
  operation('GetFunctionConcurrency', `GET /2019-09-30${path}`, getFunctionConcurrency),
  operation('DeleteFunctionConcurrency', `DELETE /2017-10-31${path}`, deleteFunctionConcurrency),
];
