import { readRoutes, RoutesError, type Routes } from '../../infra/routes.ts';
import { wrongRoutes } from '../pulumi/wrong-routes.ts';

/**
 * Reads `openapi.yaml`, and refuses one that is wrong before anything runs.
 *
 * @param text of the file, where it is not the project's own.
 * @throws {UsageError} with all that is wrong in it, by line and route.
 */
export function verifyRoutes(text?: string): Routes {
  try {
    return readRoutes(text);
  } catch (error) {
    throw error instanceof RoutesError ? wrongRoutes(error) : error;
  }
}
