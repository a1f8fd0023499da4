import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { list } from '../rpc/fields.ts';
import { defineAlarms, invalidFormat } from './errors.ts';
import { requireAlarm, requireAnyAlarm } from './lookup.ts';
import { setState } from './refresh-alarms.ts';

const alarmName = z.string().min(1).max(255);
const alarmNames = list(alarmName).refine((names) => names.length <= 100, 'At most 100 alarms.');

const deleteAlarms = defineAlarms({
  name: 'DeleteAlarms',
  writes: true,
  input: z.object({ AlarmNames: alarmNames }),
  run: (input, region) => {
    for (const name of input.AlarmNames) {
      requireAnyAlarm(region, name);
    }
    for (const name of input.AlarmNames) {
      Reflect.deleteProperty(region.state.cloudwatch.alarms, name);
      Reflect.deleteProperty(region.state.cloudwatch.compositeAlarms, name);
    }
    return {};
  },
});

/** The state holds until a period that ends later has data, which is then what decides. */
const setAlarmState = defineAlarms({
  name: 'SetAlarmState',
  writes: true,
  input: z.object({
    AlarmName: alarmName,
    StateValue: z.enum(['INSUFFICIENT_DATA', 'ALARM', 'OK']),
    StateReason: z.string().max(1023),
    StateReasonData: z.string().max(4000).optional(),
  }),
  run: (input, region) => {
    const alarm = requireAlarm(region, input.AlarmName);
    if (input.StateReasonData !== undefined) {
      verifyJson(input.StateReasonData);
    }
    setState(alarm, input.StateValue, input.StateReason, region.now());
    alarm.overriddenAt = region.now();
    if (input.StateReasonData !== undefined) {
      alarm.stateReasonData = input.StateReasonData;
    }
    return {};
  },
});

function verifyJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw invalidFormat('StateReasonData is not valid JSON.');
  }
}

/** Actions are kept and shown; none is ever run. */
function switchActions(name: string, actionsEnabled: boolean): RpcOperation {
  return defineAlarms({
    name,
    writes: true,
    input: z.object({ AlarmNames: alarmNames }),
    run: (input, region) => {
      const alarms = input.AlarmNames.map((each) => requireAnyAlarm(region, each));
      for (const alarm of alarms) {
        alarm.actionsEnabled = actionsEnabled;
      }
      return {};
    },
  });
}

export const alarmOperations: readonly RpcOperation[] = [
  deleteAlarms,
  setAlarmState,
  switchActions('EnableAlarmActions', true),
  switchActions('DisableAlarmActions', false),
];
