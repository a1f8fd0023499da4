import type { PageOptions } from '../page/open-page.ts';
import type { LocalFolder } from './folder.ts';
import { listLocalStacks } from './pulumi.ts';

/** What the page of `npm run local` is told of the project that it is of. */
export function pageOptions(
  folder: LocalFolder,
): Pick<PageOptions, 'addressFile' | 'root' | 'stacks'> {
  return { addressFile: folder.pageFile, root: folder.root, stacks: listLocalStacks(folder) };
}
