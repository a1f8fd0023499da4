/** Whom and what a signed request addresses. */
export interface Scope {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** Signing name: `lambda`. */
  readonly service: string;
}
