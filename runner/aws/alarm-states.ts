import { paginateDescribeAlarms, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';

const maxNamesPerCall = 100;

/** Names of alarms, in the order that they were asked for. */
export interface AlarmReading {
  /** In the state `ALARM`. An alarm without enough data is not. */
  readonly red: readonly string[];
  /** There is no such alarm. */
  readonly missing: readonly string[];
}

/** Reads metric alarms and composite alarms by their names; no names, no call. */
export async function readAlarms(
  cloudWatch: CloudWatchClient,
  names: readonly string[],
): Promise<AlarmReading> {
  const states = new Map<string | undefined, string | undefined>();
  const wanted = [...new Set(names)];
  for (let first = 0; first < wanted.length; first += maxNamesPerCall) {
    const pages = paginateDescribeAlarms(
      { client: cloudWatch, pageSize: maxNamesPerCall },
      {
        AlarmNames: wanted.slice(first, first + maxNamesPerCall),
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      },
    );
    for await (const { MetricAlarms = [], CompositeAlarms = [] } of pages) {
      for (const { AlarmName, StateValue } of [...MetricAlarms, ...CompositeAlarms]) {
        states.set(AlarmName, StateValue);
      }
    }
  }
  return {
    red: wanted.filter((name) => states.get(name) === 'ALARM'),
    missing: wanted.filter((name) => !states.has(name)),
  };
}
