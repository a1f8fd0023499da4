import { z } from 'zod';

/** Stands for what is encrypted in a stack's file, and decrypted for the program alone. */
const masked = 'secret';

/** As `pulumi config set --secret --path` writes it into a stack's file. */
const encrypted = z.strictObject({ secure: z.string() }).transform(() => masked);

/** Text that may be encrypted in the stack's file. */
export const secretText = z.union([z.string(), encrypted], {
  error: 'must be text (numbers in quotes), or a secret as `pulumi config set --secret` writes it',
});
