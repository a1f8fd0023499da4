import { z } from 'zod';
import { bundleSettings } from './bundle-settings.ts';
import { iamStatement } from './iam-statement.ts';
import { secretText } from './secret-text.ts';
import { section } from './section.ts';

/** Names that Lambda itself sets (AWS, "Defined runtime environment variables"). */
const reservedNames = [
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
];

/** Bytes that Lambda takes of all names and values together. */
const environmentLimit = 4096;

const environmentName = z
  .string()
  .regex(
    new RegExp(String.raw`^(?!(${reservedNames.join('|')})$)[A-Za-z]\w+$`),
    'must be the name of a variable: two letters, digits or underscores at least, none that Lambda sets itself',
  );

/** AWS takes 50, of which the program gives the API and a health check two. */
const maxTags = 48;

const layer = z
  .string()
  .regex(
    /^arn:[\w-]+:lambda:[\w-]+:\d{12}:layer:[\w-]+:\d+$/,
    'must be the ARN of a layer version, such as arn:aws:lambda:eu-west-1:123456789012:layer:NAME:1',
  );

const managedPolicy = z
  .string()
  .regex(
    /^arn:[\w-]+:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/,
    'must be the ARN of a managed policy, such as arn:aws:iam::aws:policy/NAME',
  );

const runtimeVersion = z.string().regex(/^arn:[\w-]+:lambda:[\w-]+::runtime:\w+$/);
const runtimeVersionError =
  'must be Auto, FunctionUpdate, or the ARN of a version of the runtime, such as arn:aws:lambda:eu-west-1::runtime:HASH';

const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653,
] as const;

const vpc = section({
  subnetIds: z
    .array(z.string().regex(/^subnet-[0-9a-z]+$/, 'must be a subnet, as subnet-0a1b2c'))
    .min(1)
    .max(16)
    .describe('Subnets in which the function is reached and reaches others.'),
  securityGroupIds: z
    .array(z.string().regex(/^sg-[0-9a-zA-Z]+$/, 'must be a security group, as sg-0a1b2c'))
    .min(1)
    .max(5)
    .describe('Security groups of its network interfaces.'),
  ipv6: z.boolean().describe('Lets it speak IPv6 in dual-stack subnets.').default(false),
});

const policies = section({
  managed: z
    .array(managedPolicy)
    .max(20)
    .refine(areDifferent, 'must not name a policy twice')
    .describe('ARNs of managed policies.')
    .default([]),
  statements: z
    .array(iamStatement)
    .describe("Statements of the role's own policy, in IAM's words.")
    .default([]),
});

/** The Lambda function of a stack. */
export const functionSettings = section({
  name: z
    .string()
    .regex(/^[A-Za-z0-9-_]{1,64}$/, 'must be 1 to 64 letters, digits, hyphens or underscores')
    .describe('Name of the function and of its API; it cannot be changed later.'),
  runtime: z
    .enum(['nodejs22.x', 'nodejs24.x', 'nodejs26.x'])
    .describe('The runtime; the handler is bundled for its Node.js.')
    .default('nodejs24.x'),
  architecture: z
    .enum(['x86_64', 'arm64'])
    .describe('The processor; a release changes it together with the code.')
    .default('x86_64'),
  runtimeUpdates: z
    .union([z.literal(['Auto', 'FunctionUpdate']), runtimeVersion], {
      error: runtimeVersionError,
    })
    .describe(
      'When versions published from then on get a newer version of the runtime: as AWS rolls it out, with a change of the function, or never (`Manual`), which the ARN of one says.',
    )
    .default('Auto'),
  handler: z
    .string()
    .max(128)
    .regex(/^\S+\.\S+$/, 'must be FILE.NAME, such as index.handler')
    .describe('What is called: `index.NAME` is what `function/handler.ts` exports as NAME.')
    .default('index.handler'),
  bundle: bundleSettings.describe('How its code becomes a deployment package.').prefault({}),
  memorySize: z.number().int().min(128).max(10_240).describe('MB of memory.').default(128),
  timeout: z
    .number()
    .int()
    .min(1)
    .max(900)
    .describe('Seconds a call may take; API Gateway itself waits for 29.')
    .default(10),
  ephemeralStorage: z
    .number()
    .int()
    .min(512)
    .max(10_240)
    .describe('MB of the folder `/tmp`.')
    .default(512),
  environment: z
    .record(environmentName, secretText)
    .refine(
      (variables) => Buffer.byteLength(JSON.stringify(variables)) <= environmentLimit,
      `must have ${String(environmentLimit)} bytes at most, names and values together`,
    )
    .describe('Environment variables; secret ones by `pulumi config set --secret --path`.')
    .prefault({}),
  kmsKey: z
    .string()
    .regex(
      /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/,
      'must be the ARN of a KMS key, such as arn:aws:kms:eu-west-1:123456789012:key/ID',
    )
    .describe("ARN of the KMS key that encrypts the environment; left out, AWS's own key does.")
    .optional(),
  tracing: z
    .enum(['Active', 'PassThrough'])
    .describe('Whether X-Ray samples calls that are not sampled already.')
    .default('PassThrough'),
  layers: z
    .array(layer)
    .max(5)
    .refine(
      (arns) => areDifferent(arns.map((arn) => arn.replace(/:\d+$/, ''))),
      'must not have two versions of the same layer',
    )
    .describe('ARNs of layer versions.')
    .default([]),
  deadLetter: z
    .string()
    .regex(
      /^arn:[\w-]+:(sqs|sns):[\w-]+:\d{12}:[\w.-]+$/,
      'must be the ARN of an SQS queue or SNS topic',
    )
    .describe('ARN of the SQS queue or SNS topic that gets events whose every attempt failed.')
    .optional(),
  vpc: vpc.describe('The VPC in which the function runs; left out, in none.').optional(),
  reservedConcurrency: z
    .number()
    .int()
    .min(0)
    .describe('Calls at the same time, reserved and at most; 0 stops the function.')
    .optional(),
  policies: policies
    .describe('What the function may do, besides writing its own logs.')
    .prefault({}),
  permissionsBoundary: managedPolicy
    .describe("ARN of the managed policy that bounds the function's role.")
    .optional(),
  logFormat: z
    .enum(['Text', 'JSON'])
    .describe('The form in which Lambda writes the log.')
    .default('Text'),
  applicationLogLevel: z
    .enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'])
    .describe('The least level of what the handler logs; with `logFormat: JSON` only.')
    .optional(),
  systemLogLevel: z
    .enum(['DEBUG', 'INFO', 'WARN'])
    .describe('The least level of what Lambda logs; with `logFormat: JSON` only.')
    .optional(),
  logRetentionDays: z
    .literal(retentions, {
      error: 'must be a retention that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, …',
    })
    .describe('Days that logs are kept.')
    .default(14),
  tags: z
    .record(
      z
        .string()
        .regex(
          /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u,
          'must be the key of a tag: 128 letters, digits, spaces and _.:/=+-@ at most, not aws:…',
        ),
      z
        .string()
        .regex(
          /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
          'must be 256 letters, digits, spaces and _.:/=+-@ at most',
        ),
    )
    .refine(
      (tags) => Object.keys(tags).length <= maxTags,
      `must be ${String(maxTags)} tags at most: AWS takes 50, and a resource has two of the stack`,
    )
    .describe('Tags of every resource of the stack that can have them.')
    .default({}),
}).superRefine(refuseLevelsOfText);

function areDifferent(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

function refuseLevelsOfText(
  settings: {
    readonly logFormat: string;
    readonly applicationLogLevel?: string | undefined;
    readonly systemLogLevel?: string | undefined;
  },
  context: z.core.$RefinementCtx,
): void {
  for (const key of ['applicationLogLevel', 'systemLogLevel'] as const) {
    if (settings.logFormat !== 'JSON' && settings[key] !== undefined) {
      const message = 'is for logFormat: JSON only';
      context.addIssue({ code: 'custom', path: [key], message });
    }
  }
}
