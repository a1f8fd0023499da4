import { z } from 'zod';

/** Methods of which a request has a body, and those of which it has none. */
const withBody = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
const withoutBody = ['GET', 'HEAD'] as const;

export const requestMethod = z.enum([...withoutBody, ...withBody]);

/** A text as it is, or what becomes JSON; an encrypted value, at any depth, is read where it is sent. */
export const requestBody = z.union(
  [z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())],
  { error: 'must be a map or a list, which becomes JSON, or a text' },
);

/** `fetch` sends none, and neither API Gateway nor a proxy on the way has to take one. */
export function takesBody(method: z.infer<typeof requestMethod>): boolean {
  return !withoutBody.some((without) => without === method);
}
