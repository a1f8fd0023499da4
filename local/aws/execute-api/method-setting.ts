import type { MethodSetting, Stage } from '../apigateway/state.ts';

/**
 * The settings of one method in a stage: its own, or the stage's for all methods. Clients write a
 * method's key with `~1` or `/` between segments, with one at the start or without.
 */
export function methodSetting(
  stage: Stage,
  resourcePath: string,
  httpMethod: string,
): MethodSetting | undefined {
  const settings = stage.methodSettings;
  const encoded = resourcePath.replaceAll('/', '~1');
  const spellings = [encoded, encoded.slice('~1'.length), resourcePath, resourcePath.slice(1)];
  for (const spelling of spellings) {
    const own = settings[`${spelling}/${httpMethod}`];
    if (own !== undefined) {
      return own;
    }
  }
  return settings['*/*'];
}
