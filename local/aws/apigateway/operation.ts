import { z } from 'zod';
import type { RestOperation, RestRequest } from '../operation.ts';
import { badRequest } from './errors.ts';

/**
 * Declares an operation; everything but GET writes.
 *
 * @param route method and path as in the API reference: `GET /restapis/{restApiId}`
 */
export function operation(name: string, route: string, run: RestOperation['run']): RestOperation {
  const [method = '', path = ''] = route.split(' ');
  return { kind: 'rest', name, writes: method !== 'GET', method, path, run };
}

/** A label of the path, which the route guarantees. */
export function label(request: RestRequest, name: string): string {
  const value = request.params[name];
  if (value === undefined) {
    throw new Error(`The route has no label ${name}.`);
  }
  return value;
}

/** The JSON body in the given shape; an empty body reads as `{}`. @throws AwsError 400 */
export function readBody<T extends z.ZodType>(request: RestRequest, schema: T): z.infer<T> {
  const parsed = schema.safeParse(parseJson(request.body));
  if (!parsed.success) {
    const issues = parsed.error.issues.map(
      ({ path, message }) => `${path.map(String).join('.')}: ${message}`,
    );
    throw badRequest(`Invalid request input: ${issues.join('; ')}`);
  }
  return parsed.data;
}

/** A query parameter that is `true` or `false`, false when left out. @throws AwsError 400 */
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

/** The member `patchOperations` of every Update operation; values are always strings. */
export const patchBody = z.object({
  patchOperations: z
    .array(
      z.object({
        op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test']),
        path: z.string(),
        value: z.string().optional(),
        from: z.string().optional(),
      }),
    )
    .default([]),
});

export type PatchOperation = z.infer<typeof patchBody>['patchOperations'][number];
