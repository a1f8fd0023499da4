import { fromEntries } from '../../by-name.ts';
import { badRequest } from '../errors.ts';
import type { Method } from '../state.ts';
import type { ImportContext } from './context.ts';
import { listAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { resolve } from './references.ts';

const locations: Readonly<Record<string, string>> = {
  query: 'querystring',
  path: 'path',
  header: 'header',
};

/**
 * The declared parameters of an operation: its path's, then its own.
 *
 * @returns `method.request.querystring.name` to whether it is required
 */
export function readParameters(
  context: ImportContext,
  pathItem: JsonObject,
  operation: JsonObject,
): Method['requestParameters'] {
  const parameters = [...listAt(pathItem, 'parameters'), ...listAt(operation, 'parameters')].map(
    (parameter) => resolve(context.document, parameter, 'parameter'),
  );
  return fromEntries(parameters.flatMap((parameter) => readParameter(context, parameter)));
}

function readParameter(context: ImportContext, parameter: JsonObject): [string, boolean][] {
  const name = textAt(parameter, 'name');
  const place = textAt(parameter, 'in') ?? '';
  if (name === undefined) {
    throw badRequest('A parameter has no name');
  }
  const location = locations[place];
  if (location === undefined) {
    context.issues.warn(`Parameter '${name}' in '${place}' is not supported and was ignored`);
    return [];
  }
  return [[`method.request.${location}.${name}`, place === 'path' || parameter.required === true]];
}
