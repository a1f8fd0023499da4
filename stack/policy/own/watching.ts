import { arnIn, type NeedsByType } from './need.ts';

const groupArn = arnIn('logs', (name) => `log-group:${name}`);
const everyGroup = arnIn('logs', () => 'log-group:*');
const alarmArn = arnIn('cloudwatch', (name) => `alarm:${name}`);

/** Log groups and alarms (CloudWatch). */
export const needsOfWatching: NeedsByType = {
  'aws:cloudwatch/logGroup:LogGroup': (scope, resource) => [
    {
      actions: [
        'logs:CreateLogGroup',
        'logs:DeleteLogGroup',
        'logs:DeleteRetentionPolicy',
        'logs:ListTagsForResource',
        'logs:PutRetentionPolicy',
        'logs:TagResource',
        'logs:UntagResource',
      ],
      // Written with `:*` at its end, except for tags.
      resources: [groupArn(scope, resource), `${groupArn(scope, resource)}:*`],
    },
    { actions: ['logs:DescribeLogGroups'], resources: [everyGroup(scope, resource)] },
  ],
  'aws:cloudwatch/metricAlarm:MetricAlarm': (scope, resource) => [
    {
      actions: [
        'cloudwatch:DeleteAlarms',
        'cloudwatch:DescribeAlarms',
        'cloudwatch:ListTagsForResource',
        'cloudwatch:PutMetricAlarm',
        'cloudwatch:TagResource',
        'cloudwatch:UntagResource',
      ],
      resources: [alarmArn(scope, resource)],
    },
  ],
};
