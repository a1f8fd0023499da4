import { badRequest } from './errors.ts';

/** @throws {AwsError} 400 unless the name is letters and digits */
export function verifyModelName(name: string): void {
  if (!/^[a-zA-Z0-9]+$/.test(name)) {
    throw badRequest(`Model name must be alphanumeric: ${name}`);
  }
}
