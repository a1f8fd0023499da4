import { z } from 'zod';
import { notImplemented } from './not-implemented.ts';

/**
 * Refuses what would be passed over in silence, and so seem to have taken effect.
 *
 * @param schema of an input; members that one in `z.ZodObject` does not name are not modelled.
 * @param operation `PutMetricAlarm`
 * @throws {NotImplemented} (501) that names the member.
 */
export function refuseUnknownMembers(schema: z.ZodType, input: unknown, operation: string): void {
  const known = schema instanceof z.ZodPipe ? schema.in : schema;
  if (!(known instanceof z.ZodObject) || known.def.catchall !== undefined) {
    return;
  }
  const members = typeof input === 'object' && input !== null ? Object.keys(input) : [];
  const unknown = members.find((member) => !(member in known.shape));
  if (unknown !== undefined) {
    throw notImplemented(`${operation} with ${unknown}`);
  }
}
