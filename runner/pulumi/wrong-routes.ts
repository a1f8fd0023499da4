import type { RoutesError } from '../../infra/routes.ts';
import { UsageError } from '../errors.ts';

/** What a command says of an `openapi.yaml` that is wrong. */
export function wrongRoutes(error: RoutesError): UsageError {
  return new UsageError(
    error.message,
    { text: 'edit infra/openapi.yaml' },
    { cause: error, resource: 'infra/openapi.yaml' },
  );
}
