import type { z } from 'zod';

import { AwsError } from '../errors.ts';
import type { RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { label } from '../rest/operation.ts';
import { validation } from './errors.ts';
import { resolveName, type Named } from './lookup.ts';

/**
 * Reads a JSON body; `null` counts as left out.
 *
 * @throws {SerializationException} where it is not JSON; ValidationException with every member that
 *   does not fit the schema.
 */
export function parseBody<Schema extends z.ZodType>(
  request: RestRequest,
  schema: Schema,
): z.output<Schema> {
  const parsed = schema.safeParse(parseJson(request.body));
  if (parsed.success) {
    return parsed.data;
  }
  throw validation(parsed.error.issues.map(describeIssue));
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) {
    return {};
  }
  try {
    return JSON.parse(body.toString('utf8'), (_key, value: unknown) => value ?? undefined);
  } catch {
    throw new AwsError('SerializationException', 400, 'Could not parse request body into json.');
  }
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const [first = '', ...rest] = issue.path.map(String);
  const member = [first.charAt(0).toLowerCase() + first.slice(1), ...rest].join('.');
  return `Value at '${member}' failed to satisfy constraint: ${issue.message}`;
}

/** The function a request names by its path label and its `Qualifier` query parameter. */
export function namedFunction(request: RestRequest, region: Region): Named {
  const qualifier = request.query.get('Qualifier');
  return resolveName(region, label(request, 'FunctionName'), qualifier ?? undefined);
}

/** A whole number in the query; ValidationException where it is none or out of its range. */
export function queryNumber(
  request: RestRequest,
  name: string,
  range: { readonly least: number; readonly most: number },
): number | undefined {
  const text = request.query.get(name);
  if (text === null) {
    return undefined;
  }
  const number = Number(text);
  if (Number.isInteger(number) && number >= range.least && number <= range.most) {
    return number;
  }
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  throw validation([
    `Value '${text}' at '${member}' failed to satisfy constraint: ` +
      `Member must have value between ${String(range.least)} and ${String(range.most)}`,
  ]);
}
