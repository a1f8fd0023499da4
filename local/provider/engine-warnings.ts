import { credentials } from '@grpc/grpc-js';
import engineGrpc from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import engineProto from '@pulumi/pulumi/proto/engine_pb.js';

/**
 * Has the engine show a warning with a resource.
 *
 * @param address of the engine: `127.0.0.1:PORT`.
 */
export function warnThrough(address: string): (urn: string, message: string) => void {
  const engine = new engineGrpc.EngineClient(address, credentials.createInsecure());
  return (urn, message) => {
    const request = new engineProto.LogRequest()
      .setSeverity(engineProto.LogSeverity.WARNING)
      .setMessage(message)
      .setUrn(urn);
    // An engine that ended has nobody to show it to.
    engine.log(request, () => undefined);
  };
}
