import { buildApiBody } from '../../../infra/api-definition.ts';
import { verifyValues, type ApiValue } from '../../../infra/api-values.ts';
import { readRoutes, RoutesError } from '../../../infra/routes.ts';
import { givenValues } from '../../../stack/api-settings.ts';
import { shortNameOf } from '../../../stack/stack-name.ts';
import type { Settings } from '../../../stack/stack-file.ts';

/**
 * The API definition as `infra/openapi.yaml` has it now, as the program would build it.
 *
 * @param own values that `infra/own.ts` gave the last release.
 * @param text of the file, where it is not the project's own.
 * @throws {RoutesError} when the file is wrong, templates included, or asks for a value that nothing gave yet.
 */
export function buildDefinition(
  { stack, region, program }: Pick<Settings, 'stack' | 'region' | 'program'>,
  functionArn: string,
  own: Readonly<Record<string, ApiValue>>,
  text?: string,
): string {
  const routes = readRoutes(text);
  const values = { ...program.api.values, ...own };
  try {
    verifyValues(routes, [...givenValues, ...Object.keys(values)]);
  } catch (error) {
    throw error instanceof RoutesError
      ? new RoutesError([
          ...error.problems,
          'what infra/own.ts makes anew, only a release fills in',
        ])
      : error;
  }
  const { name } = program.function;
  return buildApiBody(routes.document, {
    name,
    region,
    functionArn,
    stack: shortNameOf(stack),
    values,
  });
}
