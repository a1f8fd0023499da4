import { randomUUID } from 'node:crypto';

import { z } from 'zod';
import { namedValues } from '../by-name.ts';

import type { RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import { moveAllocation, pointsAt, servingWeights } from './allocation.ts';
import { aliasWeights } from './alias-weights.ts';
import { functionArn, isAliasName } from './arn.ts';
import { conflict, constraint } from './errors.ts';
import { aliasNotFound, requireAlias, requireFunction, requireVersion } from './lookup.ts';
import { modelPattern } from './model-pattern.ts';
import { pageOf } from './paging.ts';
import { forgetPolicy } from './policy.ts';
import { label, operation } from '../rest/operation.ts';
import { namedFunction, parseBody } from './request.ts';
import { verifyRevision } from './settling.ts';
import type { AliasState, FunctionState } from './state.ts';

const maximumName = 128;

const functionVersion = z.string().regex(...modelPattern(String.raw`(\$LATEST|[0-9]+)`));
const routingConfig = z.object({
  AdditionalVersionWeights: namedValues(z.number()).optional(),
});

const createInput = z.object({
  Name: z.string(),
  FunctionVersion: functionVersion,
  Description: z.string().max(256).optional(),
  RoutingConfig: routingConfig.optional(),
});
const updateInput = createInput
  .omit({ Name: true })
  .partial()
  .extend({ RevisionId: z.string().optional() });

function createAlias(request: RestRequest, region: Region): RestResponse {
  const input = parseBody(request, createInput);
  const { name } = namedFunction(request, region);
  verifyAliasName(input.Name);
  const fn = requireFunction(region, name, input.FunctionVersion);
  if (fn.aliases[input.Name] !== undefined) {
    throw conflict(`Alias already exists: ${functionArn(region, name, input.Name)}`);
  }
  const primary = requireVersion(region, fn, input.FunctionVersion);
  const alias: AliasState = {
    name: input.Name,
    functionVersion: input.FunctionVersion,
    description: input.Description ?? '',
    weights: aliasWeights(region, fn, primary, input.RoutingConfig?.AdditionalVersionWeights ?? {}),
    revisionId: randomUUID(),
  };
  fn.aliases[alias.name] = alias;
  return { status: 201, body: aliasView(region, fn, alias) };
}

function verifyAliasName(name: string): void {
  if (isAliasName(name)) {
    return;
  }
  throw constraint(
    'name',
    name,
    name.length > maximumName
      ? `Member must have length less than or equal to ${String(maximumName)}`
      : 'Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)',
  );
}

/** The alias that the path names. @throws {ValidationException} for what can name none */
function aliasLabel(request: RestRequest): string {
  const name = label(request, 'Name');
  verifyAliasName(name);
  return name;
}

/**
 * Trap D9: a `RoutingConfig` that is left out leaves the weights as they are, an empty one clears
 * them. What AWS does with the former is not documented; moving the alias to the very version that
 * its weights name is refused, as AWS does.
 */
function updateAlias(request: RestRequest, region: Region): RestResponse {
  const input = parseBody(request, updateInput);
  const { fn, alias } = namedAlias(request, region);
  verifyRevision(alias.revisionId, input.RevisionId);
  const target = input.FunctionVersion ?? alias.functionVersion;
  const primary = requireVersion(region, fn, target);
  const given = input.RoutingConfig && (input.RoutingConfig.AdditionalVersionWeights ?? {});
  const weights = aliasWeights(region, fn, primary, given ?? alias.weights, alias.name);
  moveAllocation(region, fn, alias, target);
  alias.functionVersion = target;
  alias.weights = weights;
  alias.description = input.Description ?? alias.description;
  alias.revisionId = randomUUID();
  return { body: aliasView(region, fn, alias) };
}

function getAlias(request: RestRequest, region: Region): RestResponse {
  const { name } = namedFunction(request, region);
  const aliasName = aliasLabel(request);
  const fn = requireFunction(region, name);
  const alias = region.controlPlane.alias(fn, aliasName);
  if (alias === undefined) {
    throw aliasNotFound(region, name, aliasName);
  }
  return { body: aliasView(region, fn, alias) };
}

/** Deleting an alias that is not there succeeds. */
function deleteAlias(request: RestRequest, region: Region): RestResponse {
  const { name } = namedFunction(request, region);
  const alias = aliasLabel(request);
  const fn = requireFunction(region, name);
  Reflect.deleteProperty(fn.aliases, alias);
  forgetPolicy(fn, alias);
  Reflect.deleteProperty(fn.provisionedConcurrency, alias);
  return { status: 204 };
}

function listAliases(request: RestRequest, region: Region): RestResponse {
  const { name } = namedFunction(request, region);
  const fn = requireFunction(region, name);
  const version = request.query.get('FunctionVersion');
  const aliases = region.controlPlane
    .aliases(fn)
    .filter((alias) => version === null || pointsAt(region, fn, alias, version))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, ...marker } = pageOf(aliases, request);
  return { body: { Aliases: items.map((alias) => aliasView(region, fn, alias)), ...marker } };
}

function namedAlias(
  request: RestRequest,
  region: Region,
): { readonly fn: FunctionState; readonly alias: AliasState } {
  const { name } = namedFunction(request, region);
  const alias = aliasLabel(request);
  const fn = requireFunction(region, name);
  return { fn, alias: requireAlias(region, fn, alias, 'Alias not found') };
}

function aliasView(region: Region, fn: FunctionState, alias: AliasState): Record<string, unknown> {
  const weights = servingWeights(region, fn, alias);
  return {
    AliasArn: functionArn(region, fn.name, alias.name),
    Name: alias.name,
    FunctionVersion: alias.functionVersion,
    Description: alias.description,
    ...(Object.keys(weights).length > 0 && {
      RoutingConfig: { AdditionalVersionWeights: weights },
    }),
    RevisionId: alias.revisionId,
  };
}

const path = '/2015-03-31/functions/{FunctionName}/aliases';

export const aliasOperations = [
  operation('CreateAlias', `POST ${path}`, createAlias),
  operation('GetAlias', `GET ${path}/{Name}`, getAlias),
  operation('UpdateAlias', `PUT ${path}/{Name}`, updateAlias),
  operation('DeleteAlias', `DELETE ${path}/{Name}`, deleteAlias),
  operation('ListAliases', `GET ${path}`, listAliases),
];
