import { z } from 'zod';

import { AwsError } from '../errors.ts';
import type { RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import { allocationStatus, servingWeights } from './allocation.ts';
import { functionArn } from './arn.ts';
import { accountConcurrency, provisionedOf, reservedByOthers } from './concurrency.ts';
import { conflict, constraint, invalidParameter, invalidParameterUntyped } from './errors.ts';
import {
  aliasNotFound,
  requireAlias,
  requireFunction,
  requireVersion,
  meansAlias,
} from './lookup.ts';
import { pageOf } from './paging.ts';
import { operation } from '../rest/operation.ts';
import { namedFunction, parseBody } from './request.ts';
import type { FunctionState, ProvisionedConcurrency } from './state.ts';
import { lambdaDate } from './views.ts';

const input = z.object({ ProvisionedConcurrentExecutions: z.int().min(1) });

interface Target {
  readonly fn: FunctionState;
  readonly qualifier: string;
}

function putConfig(request: RestRequest, region: Region): RestResponse {
  const { ProvisionedConcurrentExecutions: requested } = parseBody(request, input);
  const target = namedTarget(
    request,
    region,
    'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
  );
  verifyTarget(region, target);
  verifyCapacity(region, target, requested);
  const { fn, qualifier } = target;
  const alias = fn.aliases[qualifier];
  const movingFrom = alias && Object.keys(servingWeights(region, fn, alias))[0];
  const config = {
    requested,
    changedAt: region.now(),
    ...(movingFrom !== undefined && { movingFrom }),
  };
  fn.provisionedConcurrency[qualifier] = config;
  return { status: 202, body: view(region, target, config) };
}

/** Weights and provisioned concurrency exclude each other (trap D27), as do version and alias. */
function verifyTarget(region: Region, { fn, qualifier }: Target): void {
  if (!meansAlias(qualifier)) {
    const holder = Object.values(fn.aliases).find(
      ({ name, functionVersion }) =>
        functionVersion === qualifier && fn.provisionedConcurrency[name] !== undefined,
    );
    if (holder !== undefined) {
      throw conflict('Version is pointed by a Provisioned Concurrency alias');
    }
    return;
  }
  const alias = requireAlias(region, fn, qualifier);
  if (Object.keys(alias.weights).length > 0) {
    throw invalidParameter('Alias with weights can not be used with Provisioned Concurrency');
  }
  if (alias.functionVersion === '$LATEST') {
    throw invalidParameter(
      'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
    );
  }
  if (fn.provisionedConcurrency[alias.functionVersion] !== undefined) {
    throw conflict(
      "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
    );
  }
}

function verifyCapacity(region: Region, { fn, qualifier }: Target, requested: number): void {
  const others = provisionedOf(fn) - (fn.provisionedConcurrency[qualifier]?.requested ?? 0);
  if (fn.reservedConcurrency !== undefined) {
    if (others + requested <= fn.reservedConcurrency) {
      return;
    }
    throw invalidParameter(
      'Requested Provisioned Concurrency should not be greater than the ' +
        'reservedConcurrentExecution for function',
    );
  }
  const { total, leastUnreserved } = accountConcurrency;
  const unreserved = total - reservedByOthers(region, fn) - others;
  if (unreserved - requested >= leastUnreserved) {
    return;
  }
  if (requested > unreserved) {
    throw invalidParameterUntyped(
      "Specified ConcurrentExecutions for function is greater than account's unreserved concurrency " +
        `[${String(unreserved)}].`,
    );
  }
  throw invalidParameterUntyped(
    "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution " +
      `below its minimum value of [${String(leastUnreserved)}].`,
  );
}

function getConfig(request: RestRequest, region: Region): RestResponse {
  const target = namedTarget(request, region, notAnAliasOrVersion);
  const config = target.fn.provisionedConcurrency[target.qualifier];
  if (config !== undefined) {
    return { body: view(region, target, config) };
  }
  throw new AwsError(
    'ProvisionedConcurrencyConfigNotFoundException',
    404,
    'No Provisioned Concurrency Config found for this function',
  );
}

function deleteConfig(request: RestRequest, region: Region): RestResponse {
  const { fn, qualifier } = namedTarget(request, region, notAnAliasOrVersion);
  Reflect.deleteProperty(fn.provisionedConcurrency, qualifier);
  return { status: 204 };
}

function listConfigs(request: RestRequest, region: Region): RestResponse {
  const fn = requireFunction(region, namedFunction(request, region).name);
  const { items, ...marker } = pageOf(Object.entries(fn.provisionedConcurrency), request);
  const configs = items.map(([qualifier, config]) => ({
    FunctionArn: functionArn(region, fn.name, qualifier),
    ...view(region, { fn, qualifier }, config),
  }));
  return { body: { ProvisionedConcurrencyConfigs: configs, ...marker } };
}

const notAnAliasOrVersion =
  'The function resource provided must be an alias or a published version.';

function namedTarget(request: RestRequest, region: Region, refusal: string): Target {
  const { name, qualifier } = namedFunction(request, region);
  if (qualifier === undefined) {
    throw constraint('qualifier', 'null', 'Member must not be null');
  }
  if (qualifier === '$LATEST') {
    throw invalidParameter(refusal);
  }
  if (meansAlias(qualifier) && region.state.lambda.functions[name] === undefined) {
    throw aliasNotFound(region, name, qualifier);
  }
  const fn = requireFunction(region, name, qualifier);
  if (meansAlias(qualifier)) {
    requireAlias(region, fn, qualifier);
  } else {
    requireVersion(region, fn, qualifier);
  }
  return { fn, qualifier };
}

/** `IN_PROGRESS` after an allocation or a move of its alias, then `READY`, or `FAILED`. */
function view(
  region: Region,
  { fn, qualifier }: Target,
  config: ProvisionedConcurrency,
): Record<string, unknown> {
  const status = allocationStatus(region, fn, qualifier, config);
  const allocated = status === 'READY' ? config.requested : 0;
  return {
    RequestedProvisionedConcurrentExecutions: config.requested,
    AvailableProvisionedConcurrentExecutions: allocated,
    AllocatedProvisionedConcurrentExecutions: allocated,
    Status: status,
    ...(status === 'FAILED' && { StatusReason: 'FUNCTION_ERROR_INIT_FAILURE' }),
    LastModified: lambdaDate(config.changedAt),
  };
}

const path = '/2019-09-30/functions/{FunctionName}/provisioned-concurrency';

export const provisionedOperations = [
  operation('PutProvisionedConcurrencyConfig', `PUT ${path}`, putConfig),
  operation('GetProvisionedConcurrencyConfig', `GET ${path}`, getConfig),
  operation('DeleteProvisionedConcurrencyConfig', `DELETE ${path}`, deleteConfig),
  operation('ListProvisionedConcurrencyConfigs', `GET ${path}?List=ALL`, listConfigs),
];
