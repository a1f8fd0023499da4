import type { RequestHeaders } from '../context.ts';

/** In place of secrets. */
const hidden = '[secret]';

export function hideSecrets(text: string, { secrets }: RequestHeaders): string {
  return secrets
    .filter((secret) => secret !== '')
    .reduce((shown, secret) => shown.replaceAll(secret, hidden), text);
}
