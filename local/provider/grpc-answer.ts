import { Metadata, status, type handleUnaryCall, type ServiceError } from '@grpc/grpc-js';
import anyProto from 'google-protobuf/google/protobuf/any_pb.js';
import providerProto from '@pulumi/pulumi/proto/provider_pb.js';
import statusProto from '@pulumi/pulumi/proto/status_pb.js';
import { IncompleteResourceError, ProviderError } from './errors.ts';
import { toStruct } from './grpc-struct.ts';

/**
 * A method of a gRPC service; what is thrown becomes the call's status.
 *
 * @param answer of a request that came over a connection from `peer`, `ADDRESS:PORT`.
 */
export function answerUnary<Request, Response>(
  answer: (request: Request, peer: string) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const answered = (async () => answer(call.request, call.getPeer()))();
    answered.then(
      (response) => {
        callback(null, response);
      },
      (error: unknown) => {
        callback(statusOf(error));
      },
    );
  };
}

function statusOf(error: unknown): Partial<ServiceError> {
  const message = messageOf(error);
  const code = status.UNKNOWN;
  if (!(error instanceof IncompleteResourceError)) {
    return { code, details: message };
  }
  return { code, details: message, metadata: initFailure(error) };
}

// The details of a status are in a header that the gRPC library for Node does not fill in by itself.
function initFailure(error: IncompleteResourceError): Metadata {
  const detail = new providerProto.ErrorResourceInitFailed()
    .setId(error.id)
    .setProperties(toStruct(error.properties))
    .setReasonsList([error.message]);
  const packed = new anyProto.Any();
  packed.pack(detail.serializeBinary(), 'pulumirpc.ErrorResourceInitFailed');
  const detailed = new statusProto.Status().setCode(status.UNKNOWN).setMessage(error.message);
  detailed.addDetails(packed);
  const metadata = new Metadata();
  metadata.add('grpc-status-details-bin', Buffer.from(detailed.serializeBinary()));
  return metadata;
}

// A defect of this provider, and not something that AWS said, shows where it is.
function messageOf(error: unknown): string {
  if (error instanceof ProviderError) {
    return error.message;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
