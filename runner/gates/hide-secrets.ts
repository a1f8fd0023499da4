import type { GateRequests } from '../context.ts';

/** In place of secrets. */
const hidden = '[secret]';

/** A text without secrets, also as they are within JSON. */
export function hideSecrets(text: string, { secrets }: Pick<GateRequests, 'secrets'>): string {
  return (
    secrets
      .filter((secret) => secret !== '')
      // One may begin another, the rest of which would stay.
      .toSorted((one, other) => other.length - one.length)
      .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
      .reduce((shown, secret) => shown.replaceAll(secret, hidden), text)
  );
}
