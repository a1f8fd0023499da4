import type { AwsError } from '../errors.ts';
import type { Service } from '../operation.ts';
import type { Region } from '../region.ts';

/** A request to an AWS API as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Still percent-encoded, without the query: `/2015-03-31/functions/greeting`. */
  readonly rawPath: string;
  /** Without the question mark. */
  readonly rawQuery: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** A request matched to an operation, ready to run. */
export interface Call {
  /** `UpdateAlias` */
  readonly operation: string;
  readonly writes: boolean;
  /** Runs the operation and encodes its output; throws what the operation throws. */
  run(region: Region, requestId: string): Promise<WireResponse>;
}

/** One of the wire protocols of AWS services. */
export interface Protocol {
  /**
   * Finds the operation a request names and decodes its input.
   *
   * @throws {AwsError} `NotImplemented` 501 when the service here has no such operation,
   *   `SerializationException` 400 when the input cannot be read.
   */
  match(request: WireRequest, service: Service): Call;
  encodeError(error: AwsError, context: ErrorContext): WireResponse;
}

export interface ErrorContext {
  readonly requestId: string;
  /** Left out when the request did not get as far as a service. */
  readonly service?: Service;
  /** The client asked for the error code of the query protocol too (header `x-amzn-query-mode`). */
  readonly queryMode: boolean;
}
