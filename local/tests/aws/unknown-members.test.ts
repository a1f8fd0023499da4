import { CreateRestApiCommand } from '@aws-sdk/client-api-gateway';
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import test from 'ava';
import { failsWith } from '../_helpers/aws-errors.ts';
import { startEmbedded } from '../_helpers/embedded.ts';

test('a member that is not modelled is refused by its name, in each protocol', async (t) => {
  const { apigateway, cloudwatch, logs, sts } = (await startEmbedded(t)).clients;
  const alarm = new PutMetricAlarmCommand({
    AlarmName: 'errors',
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    ThresholdMetricId: 'band',
  });
  await failsWith(
    t,
    () => cloudwatch.send(alarm),
    'NotImplemented',
    501,
    /PutMetricAlarm with ThresholdMetricId/,
  );
  const backwards = new FilterLogEventsCommand({ logGroupName: 'none', startFromHead: false });
  await failsWith(
    t,
    () => logs.send(backwards),
    'NotImplemented',
    501,
    /FilterLogEvents with startFromHead/,
  );
  const withDevice = new AssumeRoleCommand({
    ...{ RoleArn: 'arn:aws:iam::123456789012:role/none', RoleSessionName: 'me' },
    ...{ SerialNumber: 'GAHT12345678', TokenCode: '123456' },
  });
  await failsWith(
    t,
    () => sts.send(withDevice),
    'NotImplemented',
    501,
    /AssumeRole with SerialNumber/,
  );
  const strict = new CreateRestApiCommand({ name: 'greeting', endpointAccessMode: 'STRICT' });
  await failsWith(
    t,
    () => apigateway.send(strict),
    'NotImplemented',
    501,
    /CreateRestApi with endpointAccessMode/,
  );
});
