import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import type { Region } from '../region.ts';
import { list, tagList, toTagList } from '../rpc/fields.ts';
import { defineAlarms, resourceNotFound } from './errors.ts';
import type { Alarm } from './state.ts';

const resource = z.object({ ResourceARN: z.string().min(1).max(1024) });

function getAlarmByArn(region: Region, arn: string): Alarm {
  const alarm = Object.values(region.state.cloudwatch.alarms).find((each) => each.alarmArn === arn);
  if (alarm === undefined) {
    throw resourceNotFound(`The resource ${arn} does not exist.`);
  }
  return alarm;
}

const tagResource = defineAlarms({
  name: 'TagResource',
  writes: true,
  input: resource.extend({ Tags: tagList }),
  run: (input, region) => {
    Object.assign(getAlarmByArn(region, input.ResourceARN).tags, input.Tags);
    return {};
  },
});

const untagResource = defineAlarms({
  name: 'UntagResource',
  writes: true,
  input: resource.extend({ TagKeys: list(z.string()) }),
  run: (input, region) => {
    const alarm = getAlarmByArn(region, input.ResourceARN);
    alarm.tags = Object.fromEntries(
      Object.entries(alarm.tags).filter(([key]) => !input.TagKeys.includes(key)),
    );
    return {};
  },
});

const listTagsForResource = defineAlarms({
  name: 'ListTagsForResource',
  writes: false,
  input: resource,
  run: (input, region) => ({ Tags: toTagList(getAlarmByArn(region, input.ResourceARN).tags) }),
});

export const alarmTagOperations: readonly RpcOperation[] = [
  tagResource,
  untagResource,
  listTagsForResource,
];
