import { randomBytes } from 'node:crypto';

/** Who has a role for a while. */
export interface RoleSession {
  readonly roleArn: string;
  readonly name: string;
}

/** The session token of temporary credentials: whose they are, and what cannot be guessed. */
export function writeSessionToken(session: RoleSession): string {
  const secret = randomBytes(24).toString('base64');
  return Buffer.from(JSON.stringify({ ...session, secret })).toString('base64');
}

/** Whose credentials a token belongs to; `undefined` where it was not made here. */
export function readSessionToken(token: string | undefined): RoleSession | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(token ?? '', 'base64').toString());
    const member = (name: string): unknown =>
      typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    const [roleArn, name] = [member('roleArn'), member('name')];
    return typeof roleArn === 'string' && typeof name === 'string' ? { roleArn, name } : undefined;
  } catch {
    return undefined;
  }
}
