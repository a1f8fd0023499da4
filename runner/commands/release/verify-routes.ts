import { readRoutes, RoutesError } from '../../../infra/routes.ts';
import { wrongRoutes } from '../../pulumi/wrong-routes.ts';

/**
 * Refuses an `openapi.yaml` that is wrong before anything runs.
 *
 * @param text of the file, where it is not the project's own.
 * @throws {UsageError} with all that is wrong in it, by line and route.
 */
export function verifyRoutes(text?: string): void {
  try {
    readRoutes(text);
  } catch (error) {
    throw error instanceof RoutesError ? wrongRoutes(error) : error;
  }
}
