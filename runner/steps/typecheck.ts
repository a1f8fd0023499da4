import { join } from 'node:path';
import type { ReleaseContext } from '../context.ts';
import { checkTypes, hasTypes } from '../gates/types.ts';
import { root } from '../root.ts';
import type { Step } from '../steps.ts';

const functionFolder = join(root, 'function');
const cache = join(root, '.local', 'typecheck.tsbuildinfo');

/**
 * The types of the function, which bundling leaves unread, unless `release.typecheck` is false or there is no
 * `tsconfig.json`.
 *
 * @param folder of the function, where it is not the project's own.
 */
export function checkFunctionTypes(
  { settings, stop, reporter }: Pick<ReleaseContext, 'settings' | 'stop' | 'reporter'>,
  folder: string = functionFolder,
): Step<boolean> {
  const id = 'typecheck';
  const { typecheck } = settings.release;
  return {
    id,
    title: 'types',
    async run() {
      if (!typecheck || !hasTypes(folder)) {
        return false;
      }
      await checkTypes({
        folder,
        cache,
        signal: stop.signal,
        onOutput(text) {
          reporter.report({ kind: 'output', step: id, text });
        },
      });
      return true;
    },
    detail: (checked) => (checked ? '' : 'not checked'),
  };
}
