import { byName, type ByName } from '../by-name.ts';
import type { ApiDefinition, Authorizer } from './state.ts';

/** Adds an authorizer, or replaces the one of its id. */
export function putAuthorizer(definition: ApiDefinition, authorizer: Authorizer): void {
  const authorizers: ByName<Authorizer> = definition.authorizers ?? byName();
  authorizers[authorizer.id] = authorizer;
  definition.authorizers = authorizers;
}

/** The authorizers of a definition. */
export function authorizersOf({ authorizers }: ApiDefinition): Authorizer[] {
  return Object.values(authorizers ?? {});
}
