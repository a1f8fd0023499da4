import type { Region } from '../region.ts';
import { resourceNotFound } from './errors.ts';
import type { Alarm } from './state.ts';

/** @throws {ResourceNotFound} when there is none. */
export function requireAlarm(region: Region, name: string): Alarm {
  const { alarms } = region.state.cloudwatch;
  const alarm = alarms[name];
  if (alarm === undefined) {
    throw resourceNotFound(`The alarm ${name} does not exist.`);
  }
  return alarm;
}

/** @throws {ResourceNotFound} when there is none. */
export function requireAlarmByArn(region: Region, arn: string): Alarm {
  const alarm = Object.values(region.state.cloudwatch.alarms).find((each) => each.alarmArn === arn);
  if (alarm === undefined) {
    throw resourceNotFound(`The resource ${arn} does not exist.`);
  }
  return alarm;
}
