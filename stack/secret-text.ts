import { z } from 'zod';
import { encrypted } from './encrypted.ts';

/** Stands for what is encrypted in a stack's file, and decrypted for the program alone. */
const masked = 'secret';

/** Text that may be encrypted in the stack's file. */
export const secretText = z.union([z.string(), encrypted.transform(() => masked)], {
  error: 'must be text (numbers in quotes), or a secret as `pulumi config set --secret` writes it',
});
