import { asObject, listAt, objectAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';

/** What an import does with the base path of a document. */
export type BasePathMode = 'ignore' | 'prepend' | 'split';

/**
 * What comes before every path of a document, without a slash at the end: "Set the OpenAPI basePath
 * property" of the developer guide. `split` leaves out the first segment, which is meant as the stage.
 *
 * @param document OpenAPI 3.0: the base path is the variable `basePath` of its first server or, without
 *   one, the path of its URL
 */
export function basePathOf(document: JsonObject, mode: BasePathMode): string {
  const [server] = listAt(document, 'servers');
  if (mode === 'ignore' || server === undefined) {
    return '';
  }
  const segments = serverPath(asObject(server, 'server'))
    .split('/')
    .filter((segment) => segment !== '');
  return (mode === 'split' ? segments.slice(1) : segments).map((segment) => `/${segment}`).join('');
}

function serverPath(server: JsonObject): string {
  const variables = objectAt(server, 'variables');
  const { basePath } = variables;
  if (basePath !== undefined) {
    return textAt(asObject(basePath, 'basePath'), 'default') ?? '';
  }
  const url = (textAt(server, 'url') ?? '').replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const variable = variables[name];
    return variable === undefined ? '' : (textAt(asObject(variable, name), 'default') ?? '');
  });
  return url.replace(/^\w+:\/\/[^/]*/, '');
}
