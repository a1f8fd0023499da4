import { z } from 'zod';
import { namedValues } from '../by-name.ts';

import { notImplemented } from '../not-implemented.ts';
import { modelPattern } from './model-pattern.ts';

/** ARNs of any service, or nothing, which takes away what was there. */
const arnOrNothing = z.string().regex(...modelPattern('(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()'));

/** Members of CreateFunction and UpdateFunctionConfiguration alike, with the API model's limits. */
const members = {
  Runtime: z.string(),
  Role: z
    .string()
    .regex(
      ...modelPattern(String.raw`arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+`),
    ),
  Handler: z
    .string()
    .max(128)
    .regex(...modelPattern(String.raw`[^\s]+`)),
  Description: z.string().max(256),
  Timeout: z.int().min(1).max(900),
  MemorySize: z.int().min(128).max(10_240),
  Environment: z.object({ Variables: namedValues(z.string()).optional() }),
  TracingConfig: z.object({ Mode: z.enum(['Active', 'PassThrough']) }),
  EphemeralStorage: z.object({ Size: z.int().min(512).max(10_240) }),
  DeadLetterConfig: z.object({ TargetArn: arnOrNothing.optional() }),
  KMSKeyArn: arnOrNothing,
  Layers: z.array(
    z
      .string()
      .max(140)
      .regex(
        ...modelPattern(
          String.raw`arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+`,
        ),
      ),
  ),
  VpcConfig: z.object({
    SubnetIds: z
      .array(z.string().regex(...modelPattern('^subnet-[0-9a-z]*$')))
      .max(16)
      .optional(),
    SecurityGroupIds: z
      .array(z.string().regex(...modelPattern('^sg-[0-9a-zA-Z]*$')))
      .max(5)
      .optional(),
    Ipv6AllowedForDualStack: z.boolean().optional(),
  }),
  LoggingConfig: z.object({
    LogFormat: z.enum(['JSON', 'Text']).optional(),
    ApplicationLogLevel: z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']).optional(),
    SystemLogLevel: z.enum(['DEBUG', 'INFO', 'WARN']).optional(),
    LogGroup: z
      .string()
      .max(512)
      .regex(...modelPattern(String.raw`[\.\-_/#A-Za-z0-9]+`))
      .optional(),
  }),
};

/** The one processor architecture of a function. */
export const architectures = z
  .array(z.enum(['x86_64', 'arm64']))
  .min(1)
  .max(1);

/** What UpdateFunctionConfiguration may change, and CreateFunction may set. */
export const configurationInput = z.object(members).partial();
export type ConfigurationInput = z.output<typeof configurationInput>;

/** Runtimes that the Node of this project stands in for. */
export const modelledRuntimes: readonly string[] = [
  'nodejs16.x',
  'nodejs18.x',
  'nodejs20.x',
  'nodejs22.x',
  'nodejs24.x',
  'nodejs26.x',
];

/** The runtimes of AWS for zip files, in the order in which its errors name them. */
export const knownRuntimes: readonly string[] = (
  'nodejs20.x python3.14 provided.al2023 python3.12 python3.13 nodejs26.x nodejs24.x nodejs22.x java25 ' +
  'python3.10 python3.11 java21 ruby3.3 ruby3.4 ruby3.2 python3.8 python3.9 java17 nodejs16.x ' +
  'dotnet10 dotnet8 java11 dotnet6 nodejs18.x provided.al2 java8.al2'
).split(' ');

/** Runtimes of which AWS makes no new functions any more. */
export const retiredRuntimes: readonly string[] = (
  'nodejs nodejs4.3 nodejs4.3-edge nodejs6.10 nodejs8.10 nodejs10.x nodejs12.x nodejs14.x ' +
  'python2.7 python3.6 python3.7 ruby2.5 ruby2.7 java8 go1.x provided ' +
  'dotnetcore1.0 dotnetcore2.0 dotnetcore2.1 dotnetcore3.1 dotnet5.0 dotnet7'
).split(' ');

/** Members that AWS has and nothing here acts on: refused, unless they are empty. */
export const refusable = z.looseObject({
  PackageType: z.string().optional(),
  PublishTo: z.unknown().optional(),
  CodeSigningConfigArn: z.unknown().optional(),
  FileSystemConfigs: z.unknown().optional(),
  ImageConfig: z.unknown().optional(),
  TenancyConfig: z.unknown().optional(),
  CapacityProviderConfig: z.unknown().optional(),
  DurableConfig: z.unknown().optional(),
  SnapStart: z.object({ ApplyOn: z.enum(['PublishedVersions', 'None']).optional() }).optional(),
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
