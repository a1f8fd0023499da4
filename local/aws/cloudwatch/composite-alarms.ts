import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import type { Region } from '../region.ts';
import { boolean, list, tagList } from '../rpc/fields.ts';
import { ruleHolds } from './alarm-rule.ts';
import { AwsError } from '../errors.ts';
import { defineAlarms } from './errors.ts';
import { refreshAlarms, setState } from './refresh-alarms.ts';
import type { AlarmStateValue, CompositeAlarm } from './state.ts';

const actions = list(z.string().min(1).max(1024)).default([]);

const putCompositeAlarm = defineAlarms({
  name: 'PutCompositeAlarm',
  writes: true,
  input: z.object({
    AlarmName: z.string().min(1).max(255),
    AlarmRule: z.string().min(1).max(10_240),
    AlarmDescription: z.string().max(1024).optional(),
    ActionsEnabled: boolean.default(true),
    OKActions: actions,
    AlarmActions: actions,
    InsufficientDataActions: actions,
    Tags: tagList.prefault([]),
  }),
  run: (input, region) => {
    ruleHolds(input.AlarmRule, (alarm) => stateOf(region, alarm));
    const now = region.now();
    const old = region.state.cloudwatch.compositeAlarms[input.AlarmName];
    region.state.cloudwatch.compositeAlarms[input.AlarmName] = {
      alarmName: input.AlarmName,
      alarmArn: `arn:aws:cloudwatch:${region.region}:${region.account}:alarm:${input.AlarmName}`,
      alarmRule: input.AlarmRule,
      ...(input.AlarmDescription !== undefined && { alarmDescription: input.AlarmDescription }),
      alarmConfigurationUpdatedTimestamp: now,
      actionsEnabled: input.ActionsEnabled,
      okActions: input.OKActions,
      alarmActions: input.AlarmActions,
      insufficientDataActions: input.InsufficientDataActions,
      tags: old?.tags ?? input.Tags,
      stateValue: old?.stateValue ?? 'INSUFFICIENT_DATA',
      stateReason: old?.stateReason ?? 'Unchecked: Initial alarm creation',
      stateUpdatedTimestamp: old?.stateUpdatedTimestamp ?? now,
      stateTransitionedTimestamp: old?.stateTransitionedTimestamp ?? now,
    };
    return {};
  },
});

/** Brings a region's alarms, then its composite ones, up to the present. */
export async function refreshCompositeAlarms(region: Region): Promise<readonly CompositeAlarm[]> {
  const { alarms, compositeAlarms } = region.state.cloudwatch;
  await refreshAlarms(region, Object.values(alarms));
  const composites = Object.values(compositeAlarms);
  let changed = false;
  // One may be about another: as many rounds as there are settle them all.
  for (const _round of composites) {
    for (const alarm of composites) {
      changed = refresh(region, alarm) || changed;
    }
  }
  if (changed) {
    await region.save();
  }
  return composites;
}

function refresh(region: Region, alarm: CompositeAlarm): boolean {
  const state = holdsNow(region, alarm) ? 'ALARM' : 'OK';
  if (state === alarm.stateValue) {
    return false;
  }
  const now = region.now();
  const reason = `${alarm.alarmArn} transitioned to ${state} at ${new Date(now).toUTCString()}`;
  setState(alarm, state, reason, now);
  return true;
}

/** An alarm of the rule that was deleted is in no state. */
function holdsNow(region: Region, alarm: CompositeAlarm): boolean {
  try {
    return ruleHolds(alarm.alarmRule, (name) => stateOf(region, name));
  } catch (error) {
    if (error instanceof AwsError) {
      return false;
    }
    throw error;
  }
}

function stateOf(region: Region, nameOrArn: string): AlarmStateValue | undefined {
  const name = nameOrArn.replace(/^arn:aws:cloudwatch:[^:]+:\d{12}:alarm:/, '');
  const { alarms, compositeAlarms } = region.state.cloudwatch;
  return (alarms[name] ?? compositeAlarms[name])?.stateValue;
}

export const compositeAlarmOperations: readonly RpcOperation[] = [putCompositeAlarm];
