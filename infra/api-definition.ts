import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { givenValues } from '../stack/api-settings.ts';
import { fillValues, type ApiValue } from './api-values.ts';
import { integrationKey } from './route-rules.ts';

const openApi = z.looseObject({
  info: z.looseObject({}),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});

const operation = z.looseObject({
  [integrationKey]: z.looseObject({ type: z.string(), uri: z.string().optional() }),
});

/** What an API definition is made for. */
export interface ApiFacts {
  readonly name: string;
  readonly region: string;
  readonly functionArn: string;
  readonly stack: string;
  /** Besides those that every stack has. */
  readonly values?: Readonly<Record<string, ApiValue>>;
}

/**
 * The body that API Gateway imports: the routes with the API's name for a title, and with the
 * integration of each Lambda operation set to the alias that the stage variable names. API Gateway
 * ignores `$ref` to responses, so they are resolved here.
 *
 * @param routes an OpenAPI 3 document, with `${name}` where a value is to be.
 * @returns JSON, the same text for the same arguments.
 */
export function buildApiBody(routes: unknown, api: ApiFacts): string {
  const filled = fillValues(routes, allValues(api));
  const document = openApi.parse(resolveReferences(filled, filled));
  const uri = `arn:aws:apigateway:${api.region}:lambda:path/2015-03-31/functions/${api.functionArn}:\${stageVariables.LambdaAlias}/invocations`;
  return JSON.stringify({
    ...document,
    info: { ...document.info, title: api.name },
    paths: mapValues(document.paths, (item) => mapValues(item, (value) => integrate(value, uri))),
  });
}

/** By name, those that every stack has included. */
export function allValues({
  region,
  functionArn,
  stack,
  values,
}: Omit<ApiFacts, 'name'>): ReadonlyMap<string, ApiValue> {
  const given = {
    functionArn,
    region,
    account: functionArn.split(':')[4] ?? '',
    stack,
  } satisfies Record<(typeof givenValues)[number], string>;
  return new Map(Object.entries({ ...values, ...given }));
}

/** Identifies an API definition: a change of it is a new deployment. */
export function hashApiBody(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

function integrate(value: unknown, uri: string): unknown {
  const parsed = operation.safeParse(value);
  if (!parsed.success) {
    return value;
  }
  const integration = parsed.data[integrationKey];
  const callsLambda = integration.type.toLowerCase().startsWith('aws');
  return callsLambda && integration.uri === undefined
    ? { ...parsed.data, [integrationKey]: { ...integration, uri } }
    : value;
}

function resolveReferences(value: unknown, root: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolveReferences(item, root));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if ('$ref' in value && typeof value.$ref === 'string' && !isModelReference(value.$ref)) {
    return resolveReferences(lookUp(value.$ref, root), root);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, resolveReferences(item, root)]),
  );
}

/** API Gateway imports schemas as models and understands references to them. */
function isModelReference(reference: string): boolean {
  return reference.startsWith('#/components/schemas/');
}

function lookUp(reference: string, root: unknown): unknown {
  return reference
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((value, key) => {
      const found: unknown =
        typeof value === 'object' && value !== null
          ? Object.entries(value).find(([name]) => name === key)?.[1]
          : undefined;
      if (found === undefined) {
        throw new Error(`infra/openapi.yaml refers to ${reference}, which is not in it.`);
      }
      return found;
    }, root);
}

function mapValues<V, W>(record: Readonly<Record<string, V>>, map: (value: V) => W) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
