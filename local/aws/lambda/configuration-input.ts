import { z } from 'zod';
import { namedValues } from '../by-name.ts';

import { notImplemented } from '../not-implemented.ts';

/** Members of CreateFunction and UpdateFunctionConfiguration alike, with the API model's limits. */
const members = {
  Runtime: z.string(),
  Role: z
    .string()
    .regex(
      /^arn:aws[a-zA-Z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/,
      'Member must satisfy regular expression pattern: ' +
        String.raw`arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+`,
    ),
  Handler: z.string().max(128).regex(/^\S+$/, 'Member must satisfy regular expression: [^\\s]+'),
  Description: z.string().max(256),
  Timeout: z.int().min(1).max(900),
  MemorySize: z.int().min(128).max(10_240),
  Environment: z.object({ Variables: namedValues(z.string()).optional() }),
  TracingConfig: z.object({ Mode: z.enum(['Active', 'PassThrough']) }),
  EphemeralStorage: z.object({ Size: z.int().min(512).max(10_240) }),
  DeadLetterConfig: z.object({ TargetArn: z.string().optional() }),
  LoggingConfig: z.object({
    LogFormat: z.enum(['JSON', 'Text']).optional(),
    ApplicationLogLevel: z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']).optional(),
    SystemLogLevel: z.enum(['DEBUG', 'INFO', 'WARN']).optional(),
    LogGroup: z
      .string()
      .max(512)
      .regex(/^[.\-_/#A-Za-z0-9]+$/)
      .optional(),
  }),
};

/** What UpdateFunctionConfiguration may change, and CreateFunction may set. */
export const configurationInput = z.object(members).partial();
export type ConfigurationInput = z.output<typeof configurationInput>;

/** Runtimes that the Node of this project stands in for; it behaves as nodejs24.x in each of them. */
export const modelledRuntimes: readonly string[] = ['nodejs20.x', 'nodejs22.x', 'nodejs24.x'];

/** Members that AWS has and nothing here acts on: refused, unless they are empty. */
export const refusable = z.looseObject({
  PackageType: z.string().optional(),
  PublishTo: z.unknown().optional(),
  CodeSigningConfigArn: z.unknown().optional(),
  VpcConfig: z.unknown().optional(),
  KMSKeyArn: z.unknown().optional(),
  Layers: z.unknown().optional(),
  FileSystemConfigs: z.unknown().optional(),
  ImageConfig: z.unknown().optional(),
  TenancyConfig: z.unknown().optional(),
  CapacityProviderConfig: z.unknown().optional(),
  DurableConfig: z.unknown().optional(),
  SnapStart: z.object({ ApplyOn: z.string().optional() }).optional(),
});

/**
 * Refuses what is not modelled, rather than leaving it out in silence.
 *
 * @throws {NotImplemented} (501) that names the member.
 */
export function verifyModelled(input: z.output<typeof refusable>): void {
  const { PackageType, SnapStart } = input;
  if (PackageType !== undefined && PackageType !== 'Zip') {
    throw notImplemented(`PackageType ${PackageType} of a Lambda function`);
  }
  if (SnapStart?.ApplyOn !== undefined && SnapStart.ApplyOn !== 'None') {
    throw notImplemented('SnapStart of a Lambda function');
  }
  for (const member of Object.keys(refusable.shape)) {
    if (member === 'PackageType' || member === 'SnapStart' || isEmpty(input[member])) {
      continue;
    }
    throw notImplemented(`${member} of a Lambda function`);
  }
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) {
    return value === undefined || value === '';
  }
  return Object.values(value).every((member) => member === false || isEmpty(member));
}
