/** A request to a stage, as it came over the wire. */
export interface ExecuteApiRequest {
  readonly apiId: string;
  readonly stageName: string;
  /** `GET`. */
  readonly method: string;
  /** What follows the stage, still percent-encoded: `/greeting`, or empty. */
  readonly rawPath: string;
  /** Without the question mark. */
  readonly rawQuery: string;
  /** The domain that it came by, if it did. */
  readonly domain?: CalledDomain | undefined;
  /** In the order and spelling of the wire; a name can occur several times. */
  readonly rawHeaders: readonly (readonly [string, string])[];
  readonly body: Buffer;
  readonly sourceIp: string;
  /** `HTTP/1.1`. */
  readonly protocol: string;
}

export interface CalledDomain {
  readonly name: string;
  /** Of the base path mapping, still percent-encoded: `/v1`, or empty. */
  readonly prefix: string;
  /** The whole path as the client sent and signed it. */
  readonly wirePath: string;
}

export interface ExecuteApiResponse {
  readonly status: number;
  readonly headers: [string, string][];
  readonly body: Buffer;
}
