/** An error as an AWS service answers it: the protocol turns it into the wire form. */
export class AwsError extends Error {
  /** The documented error name: `ResourceConflictException`. */
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  /** Further members of the error body: `{ Type: "User" }`. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    status: number,
    message: string,
    extra: {
      readonly members?: Readonly<Record<string, unknown>>;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
    this.members = extra.members ?? {};
    this.headers = extra.headers ?? {};
  }
}
