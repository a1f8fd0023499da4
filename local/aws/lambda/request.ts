import type { z } from 'zod';

import { AwsError } from '../errors.ts';
import type { RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { label } from '../rest/operation.ts';
import { constraintText } from './constraint-text.ts';
import { constraint, tooLarge, validation } from './errors.ts';
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
  const body = parseJson(request.body);
  const parsed = schema.safeParse(body);
  if (parsed.success) {
    return parsed.data;
  }
  throw validation(parsed.error.issues.map((issue) => constraintText(issue, body)));
}

/** Bytes of a request with a deployment package. */
const packageRequestLimit = 70_167_211;

/** RequestEntityTooLargeException (413) for a request with more than 50 MB of package in base64. */
export function verifyRequestSize(request: RestRequest, operation: string): void {
  if (request.body.length > packageRequestLimit) {
    throw tooLarge(
      'RequestEntityTooLargeException',
      `Request must be smaller than ${String(packageRequestLimit)} bytes for the ${operation} operation`,
    );
  }
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
  const rule =
    number < range.least
      ? `greater than or equal to ${String(range.least)}`
      : `less than or equal to ${String(range.most)}`;
  throw constraint(member, text, `Member must have value ${rule}`);
}
