import type { Region } from './region.ts';

/** A request to a REST-JSON operation (Lambda, API Gateway), matched to its route. */
export interface RestRequest {
  /** Path labels, percent-decoded once: `{ FunctionName: "greeting" }`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface RestResponse {
  /** 200 when left out. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A Buffer is sent as it is, anything else as JSON; left out, the body is empty. */
  readonly body?: unknown;
}

interface OperationBase {
  /** The name in AWS's API reference, `UpdateAlias`: what faults and recorded calls refer to. */
  readonly name: string;
  /** True when it may change state: the answer is then sent only after the change is on disk. */
  readonly writes: boolean;
}

export interface RestOperation extends OperationBase {
  readonly kind: 'rest';
  readonly method: string;
  /** `/2015-03-31/functions/{FunctionName}/aliases/{Name}`; a last label `{ARN+}` takes the rest of the path. */
  readonly path: string;
  run(request: RestRequest, region: Region): RestResponse | Promise<RestResponse>;
}

/** An operation of the JSON, CBOR and query protocols: its input and output are plain objects. */
export interface RpcOperation extends OperationBase {
  readonly kind: 'rpc';
  /** @param sessionToken of the caller's credentials, for operations of the query protocol */
  run(
    input: Readonly<Record<string, unknown>>,
    region: Region,
    sessionToken?: string,
  ): Record<string, unknown> | Promise<Record<string, unknown>>;
}

export type Operation = RestOperation | RpcOperation;

export interface Service {
  /** The service in the SigV4 credential scope: `lambda`, `apigateway`, `iam`, `sts`, `logs`, `monitoring`. */
  readonly signingName: string;
  /** Namespace of XML answers, for services that speak the query protocol. */
  readonly xmlNamespace?: string;
  readonly operations: readonly Operation[];
  /** It has no regions: a request is to the same state whatever region signed it, and reaches it while that one is down. */
  readonly isGlobal?: true;
  /** It keeps bodies, and takes them as they are sent: compressed where they are. */
  readonly keepsBodies?: true;
}
