import { z } from 'zod';

/** As `pulumi config set --secret --path` writes a value into a stack's file. */
export const encrypted = z.strictObject({ secure: z.string() });

/** Whether a value of a stack's file is encrypted, or any within it. */
export function hasSecrets(written: unknown): boolean {
  return (
    encrypted.safeParse(written).success || valuesOf(written).some(([, value]) => hasSecrets(value))
  );
}

/**
 * The texts that are encrypted in a value of a stack's file.
 *
 * @param written as it is in the file.
 * @param decrypted the same value, decrypted.
 */
export function secretsOf(written: unknown, decrypted: unknown): string[] {
  if (encrypted.safeParse(written).success) {
    return [typeof decrypted === 'string' ? decrypted : JSON.stringify(decrypted)];
  }
  const found = new Map(valuesOf(decrypted));
  return valuesOf(written).flatMap(([key, value]) => secretsOf(value, found.get(key)));
}

function valuesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
