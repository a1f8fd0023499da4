import { badRequest } from './errors.ts';

const namePattern = /^[A-Za-z0-9_]+$/;
const valuePattern = /^[A-Za-z0-9 \-._~:/?#&=,]*$/;
const maximumNameLength = 64;
const maximumValueLength = 512;

/**
 * Refuses stage variables with names or values that AWS does not take ("Use stage variables" in the
 * developer guide, and CreateStage in the API reference).
 *
 * @throws {AwsError} 400
 */
export function verifyVariables(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (!namePattern.test(name) || name.length > maximumNameLength) {
      throw badRequest(
        `Invalid stage variable name '${name}'. Please use alphanumeric characters and the symbol '_'.`,
      );
    }
    if (!valuePattern.test(value) || value.length > maximumValueLength) {
      throw badRequest(
        `Invalid stage variable value for '${name}'. Please use values with alphanumeric characters and the symbols ' ', '-', '.', '_', '~', ':', '/', '?', '#', '&', '=', and ','.`,
      );
    }
  }
}
