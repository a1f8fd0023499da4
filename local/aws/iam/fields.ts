import { z } from 'zod';
import { integer } from '../rpc/fields.ts';

const nameCharacters = /^[\w+=,.@-]+$/;

/** Lengths and patterns from the IAM API reference. */
export const roleName = z.string().min(1).max(64).regex(nameCharacters);
export const policyName = z.string().min(1).max(128).regex(nameCharacters);
export const policyArn = z.string().min(20).max(2048);
export const policyDocument = z.string().min(1).max(131_072);
export const description = z.string().max(1000);
/** Seconds, one to twelve hours. */
export const maxSessionDuration = integer(3600, 43_200);
export const path = z
  .string()
  .max(512)
  .regex(/^\/(?:[!-~]+\/)?$/, 'Member must begin and end with /');

export const paging = {
  Marker: z.string().min(1).optional(),
  MaxItems: integer(1, 1000).optional(),
};
