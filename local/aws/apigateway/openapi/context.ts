import type { ApiDefinition } from '../state.ts';
import type { ImportIssues } from './issues.ts';
import type { JsonObject } from './json.ts';

/** What the parts of an import share. */
export interface ImportContext {
  readonly apiId: string;
  /** OpenAPI 3.0. */
  readonly document: JsonObject;
  /** What is being built. */
  readonly definition: ApiDefinition;
  /** What the API had before: things of the same name or path keep their ids. */
  readonly previous: ApiDefinition;
  readonly issues: ImportIssues;
  readonly newId: (length: 6 | 10) => string;
}
