import type { z } from 'zod';
import type { RestRequest } from '../operation.ts';
import { badRequest } from './errors.ts';

/** The JSON body in the given shape; an empty body reads as `{}`. @throws {AwsError} 400 */
export function parseBody<T extends z.ZodType>(request: RestRequest, schema: T): z.infer<T> {
  const parsed = schema.safeParse(parseJson(request.body));
  if (!parsed.success) {
    const issues = parsed.error.issues.map(
      ({ path, message }) => `${path.map(String).join('.')}: ${message}`,
    );
    throw badRequest(`Invalid request input: ${issues.join('; ')}`);
  }
  return parsed.data;
}

/** A query parameter that is `true` or `false`, false when left out. @throws {AwsError} 400 */
export function booleanQuery(request: RestRequest, name: string): boolean {
  const value = request.query.get(name) ?? 'false';
  if (value !== 'true' && value !== 'false') {
    throw badRequest(`Invalid value for ${name}: ${value}`);
  }
  return value === 'true';
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) {
    return {};
  }
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw badRequest('Invalid request input');
  }
}
