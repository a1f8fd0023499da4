/** A request to a stage's URL, as it came over the wire. */
export interface ExecuteApiRequest {
  readonly apiId: string;
  readonly stageName: string;
  /** `GET`. */
  readonly method: string;
  /** What follows the stage, still percent-encoded: `/greeting`, or empty. */
  readonly rawPath: string;
  /** Without the question mark. */
  readonly rawQuery: string;
  /** In the order and spelling of the wire; a name can occur several times. */
  readonly rawHeaders: readonly (readonly [string, string])[];
  readonly body: Buffer;
  readonly sourceIp: string;
  /** `HTTP/1.1`. */
  readonly protocol: string;
}

export interface ExecuteApiResponse {
  readonly status: number;
  readonly headers: [string, string][];
  readonly body: Buffer;
}
