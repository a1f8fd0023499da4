import type { RestOperation, RestRequest } from '../operation.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';

/**
 * Declares a REST operation.
 *
 * @param route method and path as in the API reference: `GET /restapis/{restApiId}`
 * @param writes whether it changes state; left out, everything but GET and HEAD does
 */
export function operation(
  name: string,
  route: `${Method} /${string}`,
  run: RestOperation['run'],
  writes = !/^(GET|HEAD) /.test(route),
): RestOperation {
  const [method = '', path = ''] = route.split(' ');
  return { kind: 'rest', name, writes, method, path, run };
}

/** A label of the path, which the route guarantees. */
export function label(request: RestRequest, name: string): string {
  const value = request.params[name];
  if (value === undefined) {
    throw new Error(`The route has no label ${name}.`);
  }
  return value;
}
