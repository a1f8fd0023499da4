import { createFunction } from './function-creation.ts';
import { configurationOf, hasChange } from './function-configuration.ts';
import { codeOf } from './function-code.ts';
import { functionSchema } from './function-schema.ts';
import { readFunction, functionNameOf } from './function-reading.ts';
import { publish, untilActive, untilUpdated } from './function-settling.ts';
import type { AwsRegion } from '../aws-region.ts';
import { isIncluded } from '../equality.ts';
import { unlessMissing } from '../errors.ts';
import type { Properties } from '../properties.ts';
import { defineResource } from '../resource.ts';
import { allTags, tagChanges } from '../tags.ts';

const codeInputs = [
  'code',
  's3Bucket',
  's3Key',
  's3ObjectVersion',
  'sourceCodeHash',
  'architectures',
];
const configurationInputs = [
  'deadLetterConfig',
  'description',
  'environment',
  'ephemeralStorage',
  'handler',
  'kmsKeyArn',
  'layers',
  'loggingConfig',
  'memorySize',
  'role',
  'runtime',
  'snapStart',
  'timeout',
  'tracingConfig',
  'vpcConfig',
];

/**
 * `aws:lambda/function:Function`. An update sends the configuration when something of it changed, and
 * the code only when an input that says so did, and waits after each until it settled (trap D3).
 */
export const lambdaFunction = defineResource({
  title: 'Lambda function',
  schema: functionSchema,
  autoName: { property: 'name', maxLength: 64 },
  defaults: {
    memorySize: 128,
    packageType: 'Zip',
    publish: false,
    reservedConcurrentExecutions: -1,
    skipDestroy: false,
    timeout: 3,
  },
  outputs: [
    'arn',
    'codeSha256',
    'invokeArn',
    'lastModified',
    'qualifiedArn',
    'qualifiedInvokeArn',
    'responseStreamingInvokeArn',
    'signingJobArn',
    'signingProfileVersionArn',
    'sourceCodeSize',
    'tagsAll',
    'version',
  ],
  replaceOn: ['name', 'packageType', 'region'],
  chosenByAws: [
    'architectures',
    'ephemeralStorage',
    'loggingConfig',
    'region',
    'sourceCodeHash',
    'tracingConfig',
  ],
  notReadable: [
    'code',
    's3Bucket',
    's3Key',
    's3ObjectVersion',
    'sourceCodeHash',
    'publish',
    'skipDestroy',
  ],
  equivalent: {
    ephemeralStorage: isIncluded,
    loggingConfig: isIncluded,
    snapStart: isIncluded,
    vpcConfig: isIncluded,
  },
  exactlyOneOf: ['code', 's3Bucket'],
  tagged: true,

  outputsChangedBy(changed) {
    const code = hasChange(changed, codeInputs);
    const configuration = hasChange(changed, configurationInputs);
    return [
      ...(code || configuration
        ? ['lastModified', 'version', 'qualifiedArn', 'qualifiedInvokeArn']
        : []),
      ...(code ? ['codeSha256', 'sourceCodeSize'] : []),
    ];
  },

  async create(region, inputs) {
    const name = functionNameOf('', inputs);
    await createFunction(region, name, {
      ...configurationOf(inputs),
      Code: await codeOf(inputs),
      Architectures: inputs.architectures,
      PackageType: inputs.packageType,
      Publish: inputs.publish,
      Tags: allTags(region, inputs.tags),
    });
    return name;
  },

  async complete(region, id, { reservedConcurrentExecutions }) {
    await untilActive(region, id);
    await setConcurrency(region, id, reservedConcurrentExecutions ?? -1, -1);
  },

  read: readFunction,

  async update(region, id, { inputs, changed, state }) {
    const { UpdateFunctionCodeCommand, UpdateFunctionConfigurationCommand } =
      await import('@aws-sdk/client-lambda');
    const client = await region.lambda;
    const configuration = hasChange(changed, configurationInputs);
    if (configuration) {
      const settings = configurationOf(inputs, changed);
      await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: id, ...settings }));
      await untilUpdated(region, id);
    }
    const code = hasChange(changed, codeInputs);
    if (code) {
      const Architectures = inputs.architectures;
      const zipped = await codeOf(inputs);
      await client.send(
        new UpdateFunctionCodeCommand({ FunctionName: id, Architectures, ...zipped }),
      );
      await untilUpdated(region, id);
    }
    const reserved = state.reservedConcurrentExecutions;
    await setConcurrency(
      region,
      id,
      inputs.reservedConcurrentExecutions ?? -1,
      typeof reserved === 'number' ? reserved : -1,
    );
    if (changed.has('tagsAll')) {
      await changeTags(region, state, inputs.tags);
    }
    if (inputs.publish === true && (code || configuration || changed.has('publish'))) {
      await publish(region, id);
    }
  },

  async delete(region, id, state) {
    if (state.skipDestroy === true) {
      return;
    }
    const { DeleteFunctionCommand } = await import('@aws-sdk/client-lambda');
    const client = await region.lambda;
    await unlessMissing(client.send(new DeleteFunctionCommand({ FunctionName: id })));
  },
});

async function setConcurrency(
  region: AwsRegion,
  FunctionName: string,
  asked: number,
  old: number,
): Promise<void> {
  if (asked === old) {
    return;
  }
  const { DeleteFunctionConcurrencyCommand, PutFunctionConcurrencyCommand } =
    await import('@aws-sdk/client-lambda');
  const client = await region.lambda;
  if (asked < 0) {
    await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  } else {
    const ReservedConcurrentExecutions = asked;
    await client.send(
      new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }),
    );
  }
}

async function changeTags(
  region: AwsRegion,
  state: Properties,
  tags: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  const { TagResourceCommand, UntagResourceCommand } = await import('@aws-sdk/client-lambda');
  const client = await region.lambda;
  const Resource = String(state.arn);
  const { set, removed } = tagChanges(state, allTags(region, tags));
  if (removed.length > 0) {
    await client.send(new UntagResourceCommand({ Resource, TagKeys: removed }));
  }
  if (Object.keys(set).length > 0) {
    await client.send(new TagResourceCommand({ Resource, Tags: set }));
  }
}
