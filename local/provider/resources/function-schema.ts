import type { Architecture, Runtime } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { Archive, Asset } from '../properties.ts';

// Which values are valid is Lambda's to say, so that a new runtime needs no change here.
const isText = (value: unknown): boolean => typeof value === 'string';
const logLevel = z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']);

/** Inputs of `aws:lambda/function:Function`: functions from a zip, without a file system. */
export const functionSchema = z.strictObject({
  architectures: z.array(z.custom<Architecture>(isText, 'expected text')).optional(),
  code: z.union([z.instanceof(Archive), z.instanceof(Asset)], 'expected an archive').optional(),
  deadLetterConfig: z.strictObject({ targetArn: z.string() }).optional(),
  description: z.string().optional(),
  environment: z
    .strictObject({ variables: z.record(z.string(), z.string()).optional() })
    .optional(),
  ephemeralStorage: z.strictObject({ size: z.number().int().optional() }).optional(),
  handler: z.string().optional(),
  kmsKeyArn: z.string().optional(),
  layers: z.array(z.string()).optional(),
  loggingConfig: z
    .strictObject({
      applicationLogLevel: logLevel.optional(),
      logFormat: z.enum(['JSON', 'Text']),
      logGroup: z.string().optional(),
      systemLogLevel: z.enum(['DEBUG', 'INFO', 'WARN']).optional(),
    })
    .optional(),
  memorySize: z.number().int().optional(),
  name: z.string().optional(),
  packageType: z.literal('Zip', 'only functions from a zip are modelled').optional(),
  publish: z.boolean().optional(),
  region: z.string().optional(),
  reservedConcurrentExecutions: z.number().int().min(-1).optional(),
  role: z.string(),
  runtime: z.custom<Runtime>(isText, 'expected text').optional(),
  s3Bucket: z.string().optional(),
  s3Key: z.string().optional(),
  s3ObjectVersion: z.string().optional(),
  skipDestroy: z.boolean().optional(),
  snapStart: z.strictObject({ applyOn: z.enum(['PublishedVersions', 'None']) }).optional(),
  sourceCodeHash: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  timeout: z.number().int().optional(),
  tracingConfig: z.strictObject({ mode: z.enum(['Active', 'PassThrough']) }).optional(),
  vpcConfig: z
    .strictObject({
      ipv6AllowedForDualStack: z.boolean().optional(),
      securityGroupIds: z.array(z.string()),
      subnetIds: z.array(z.string()),
    })
    .optional(),
});

export type FunctionInputs = z.output<typeof functionSchema>;
