import type { Region } from '../region.ts';
import { resourceNotFound } from './errors.ts';
import type { Alarm, CompositeAlarm } from './state.ts';

/** @throws {ResourceNotFound} when there is none. */
export function requireAlarm(region: Region, name: string): Alarm {
  const { alarms } = region.state.cloudwatch;
  const alarm = alarms[name];
  if (alarm === undefined) {
    throw resourceNotFound(`The alarm ${name} does not exist.`);
  }
  return alarm;
}

/** A metric alarm or a composite one. @throws {ResourceNotFound} when there is none. */
export function requireAnyAlarm(region: Region, name: string): Alarm | CompositeAlarm {
  return region.state.cloudwatch.compositeAlarms[name] ?? requireAlarm(region, name);
}

/** @throws {ResourceNotFound} when there is none. */
export function requireAlarmByArn(region: Region, arn: string): Alarm | CompositeAlarm {
  const { alarms, compositeAlarms } = region.state.cloudwatch;
  const all = [...Object.values(alarms), ...Object.values(compositeAlarms)];
  const alarm = all.find((each) => each.alarmArn === arn);
  if (alarm === undefined) {
    throw resourceNotFound(`The resource ${arn} does not exist.`);
  }
  return alarm;
}
