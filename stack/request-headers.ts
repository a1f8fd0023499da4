import { z } from 'zod';
import { encrypted } from './encrypted.ts';

/** What a connection needs, or `fetch` sets itself. */
const takenNames = ['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding'];

const headerName = z
  .string()
  .regex(
    new RegExp(`^(?!(${takenNames.join('|')})$)[\\w!#$%&'*+.^\`|~-]+$`, 'i'),
    `must be the name of a header, and none of ${takenNames.join(', ')}`,
  );

/** As far as HTTP takes it. */
export const headerValue = z
  .string()
  .regex(/^[\t\x20-\x7e]*$/, 'must be printable characters of ASCII');

/** Headers by name; an encrypted value is read where it is sent. */
export const requestHeaders = z
  .record(
    headerName,
    z.union([headerValue, encrypted], {
      error:
        'must be printable characters of ASCII, or a secret as `pulumi config set --secret` writes it',
    }),
  )
  .refine((headers) => {
    const names = Object.keys(headers).map((name) => name.toLowerCase());
    return new Set(names).size === names.length;
  }, 'must not have a header twice');

/** Of settings whose secrets are decrypted. */
export const decryptedHeaders = z.looseObject({
  headers: z.record(headerName, headerValue).default({}),
});
