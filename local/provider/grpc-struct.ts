import structProto from 'google-protobuf/google/protobuf/struct_pb.js';
import type { Struct } from 'google-protobuf/google/protobuf/struct_pb.js';
import type { Properties } from './properties.ts';
import { decodeProperties, encodeProperties } from './wire.ts';

/** Properties of a message; none when the message has none. */
export function fromStruct(struct: Struct | undefined): Record<string, unknown> {
  return struct === undefined ? {} : decodeProperties(struct.toJavaScript());
}

/** Properties for a message. */
export function toStruct(properties: Properties): Struct {
  return structProto.Struct.fromJavaScript(encodeProperties(properties));
}
