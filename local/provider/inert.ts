import { z } from 'zod';
import type { AwsRegion } from './aws-region.ts';
import { isObject, type Properties } from './properties.ts';
import { defineResource, type ResourceType } from './resource.ts';
import { allTags } from './tags.ts';

/** What is said of a resource of a type that the embedded AWS does not model. */
export const inertNotice =
  'not modelled by the embedded AWS, and kept as inert: the inputs, a name and an ARN are there, and nothing answers (local:strict: true refuses that)';

/** Outputs that are made up where the program gave no such input. */
const madeUp = ['arn', 'bucket', 'keyId', 'name', 'tagsAll', 'url'];

const anything = z.unknown().optional();

/**
 * A type that the embedded AWS does not model. Its resources are in Pulumi's state and nowhere else: they give
 * back their inputs, and what programs mostly read of a resource, made up in the form that AWS has.
 *
 * @param token `aws:sqs/queue:Queue`
 * @param properties of one resource: an inert type has no schema but what is asked for, or was.
 */
export function inertType(token: string, properties: Properties): ResourceType {
  const names = [...Object.keys(properties), 'name', 'region'].filter((name) => name !== 'id');
  return defineResource({
    title: token,
    schema: z.looseObject(Object.fromEntries(names.map((name) => [name, anything]))),
    autoName: { property: 'name', maxLength: 64 },
    outputs: madeUp.filter((name) => name !== 'name'),
    replaceOn: ['region'],
    chosenByAws: ['region', ...madeUp.filter((name) => names.includes(name))],
    create: async (region, inputs) => (await makeUp(token, region, inputs)).id,
    async read(region, id, known) {
      if (Object.keys(known).length === 0) {
        return undefined;
      }
      const { tags } = known;
      const outputs = await makeUp(token, region, known);
      const tagsAll = isObject(tags) && { tagsAll: allTags(region, tags) };
      return { id, properties: { ...outputs.properties, ...known, ...tagsAll } };
    },
    delete: async () => undefined,
  });
}

/** Ids and ARNs of the types that programs have most, as AWS's "Service Authorization Reference" forms them. */
async function makeUp(
  token: string,
  region: AwsRegion,
  known: Properties,
): Promise<{ readonly id: string; readonly properties: Properties }> {
  const name = [known.bucket, known.name].find((given) => typeof given === 'string') ?? 'unnamed';
  const [, service = '', type = ''] = /^aws:(\w+)\/(\w+):/.exec(token) ?? [];
  switch (token) {
    case 'aws:sqs/queue:Queue': {
      const url = `https://sqs.${region.name}.amazonaws.com/${await region.account}/${name}`;
      return { id: url, properties: { url, arn: await region.arn('sqs', name) } };
    }
    case 'aws:sns/topic:Topic': {
      const arn = await region.arn('sns', name);
      return { id: arn, properties: { arn } };
    }
    case 'aws:s3/bucketV2:BucketV2': {
      const arn = `arn:${region.partition}:s3:::${name}`;
      return { id: name, properties: { bucket: name, arn } };
    }
    default: {
      const arn = await region.arn(service.toLowerCase(), `${type}/${name}`);
      return { id: name, properties: { arn, keyId: name } };
    }
  }
}
