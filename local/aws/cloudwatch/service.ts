import type { Service } from '../operation.ts';
import { compositeAlarmOperations } from './composite-alarms.ts';
import { alarmOperations } from './alarm-operations.ts';
import { tagOperations } from './tags.ts';
import { describeAlarmsOperations } from './describe-alarms.ts';
import { getMetricDataOperations } from './get-metric-data.ts';
import { getMetricStatisticsOperations } from './get-metric-statistics.ts';
import { listMetricsOperations } from './list-metrics.ts';
import { putMetricAlarmOperations } from './put-metric-alarm.ts';
import { putMetricDataOperations } from './put-metric-data.ts';

/** Amazon CloudWatch. Alarms are evaluated when they are read; their actions are not run. */
export const cloudwatch: Service = {
  signingName: 'monitoring',
  xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  operations: [
    ...putMetricDataOperations,
    ...getMetricStatisticsOperations,
    ...getMetricDataOperations,
    ...listMetricsOperations,
    ...putMetricAlarmOperations,
    ...describeAlarmsOperations,
    ...compositeAlarmOperations,
    ...alarmOperations,
    ...tagOperations,
  ],
};
