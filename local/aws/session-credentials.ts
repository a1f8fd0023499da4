import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { z } from 'zod';

import { writeAtomically } from './atomic-write.ts';

const sessionCredentials = z.object({
  accessKeyId: z.string().min(1),
  secretAccessKey: z.string().min(1),
});

/** What commands sign with, for as long as one server lives. */
export type SessionCredentials = z.infer<typeof sessionCredentials>;

/**
 * What a killed server left in the file, since its commands may still run and find a new server in its
 * place; else new ones, which nobody can guess.
 */
export function readOrMakeCredentials(file: string): SessionCredentials {
  try {
    return sessionCredentials.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {
      accessKeyId: `LOCAL${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64url'),
    };
  }
}

/** Only this user can read the file. */
export async function writeCredentials(
  file: string,
  credentials: SessionCredentials,
): Promise<void> {
  await writeAtomically(file, JSON.stringify(credentials), { mode: 0o600 });
}
