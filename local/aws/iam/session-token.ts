/** Who has a role for a while. */
export interface RoleSession {
  readonly roleArn: string;
  readonly name: string;
}

/** The session token of temporary credentials. It says whose they are; nothing is signed here. */
export function sessionToken(roleArn: string, name: string): string {
  const session: RoleSession = { roleArn, name };
  return Buffer.from(JSON.stringify(session)).toString('base64');
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
