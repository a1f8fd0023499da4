import { randomBytes } from 'node:crypto';

import { writeSessionToken, type RoleSession } from './session-token.ts';

/** The secret of an access key; undefined for a key that this server does not know. */
export type SecretOf = (accessKeyId: string) => string | undefined;

/** What the server knows of an access key. */
export interface Credential {
  readonly secretAccessKey: string;
  /** Of temporary credentials: every request has to bring it. */
  readonly sessionToken?: string;
  /** Twelve digits. */
  readonly account: string;
  /** When they end, in milliseconds since the epoch; undefined for those that do not. */
  readonly endsAt?: number | undefined;
}

/** Temporary credentials, as a role gives them. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Whose requests this server takes: those of its session, and of the functions that it runs. */
export class Credentials {
  readonly #secretOf: SecretOf;
  readonly #now: () => number;
  readonly #issued = new Map<string, Credential>();

  /** @param now the clock by which credentials end. */
  constructor(secretOf: SecretOf, now: () => number = Date.now) {
    this.#secretOf = secretOf;
    this.#now = now;
  }

  hasEnded({ endsAt = Infinity }: Credential): boolean {
    return this.#now() >= endsAt;
  }

  find(accessKeyId: string): Credential | undefined {
    const issued = this.#issued.get(accessKeyId);
    if (issued !== undefined) {
      return issued;
    }
    const secretAccessKey = this.#secretOf(accessKeyId);
    return secretAccessKey === undefined
      ? undefined
      : { secretAccessKey, account: accountOf(accessKeyId) };
  }

  /**
   * Makes credentials of a role of this account, which hold for as long as this server runs at most.
   *
   * @param endsAt in milliseconds since the epoch.
   */
  issue(account: string, session: RoleSession, endsAt?: number): RoleCredentials {
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const secretAccessKey = randomBytes(30).toString('base64');
    const sessionToken = writeSessionToken(session);
    this.#issued.set(accessKeyId, { secretAccessKey, sessionToken, account, endsAt });
    return { accessKeyId, secretAccessKey, sessionToken };
  }
}

/** The access key is the account when it is twelve digits, so that a test chooses one by its key. */
function accountOf(accessKeyId: string): string {
  return /^\d{12}$/.test(accessKeyId) ? accessKeyId : '000000000000';
}
