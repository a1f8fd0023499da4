import { SetAlarmStateCommand, type StateValue } from '@aws-sdk/client-cloudwatch';
import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import test from 'ava';
import { failsWith } from '../_helpers/aws-errors.ts';
import { account } from '../_helpers/account.ts';
import { startEmbedded } from '../_helpers/embedded.ts';

test('a broken constraint is worded as the validation that AWS derives from the model', async (t) => {
  const { cloudwatch, iam, logs, sts } = (await startEmbedded(t)).clients;
  const StateValue = 'INVALID' as StateValue;
  await failsWith(
    t,
    () =>
      cloudwatch.send(new SetAlarmStateCommand({ AlarmName: 'a', StateValue, StateReason: 'x' })),
    'ValidationException',
    400,
    /constraint: Member must satisfy enum value set: \[INSUFFICIENT_DATA, ALARM, OK\]$/,
  );
  await failsWith(
    t,
    () =>
      sts.send(
        new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/r`, RoleSessionName: 's' }),
      ),
    'ValidationError',
    400,
    /constraint: Member must have length greater than or equal to 2$/,
  );
  await failsWith(
    t,
    () =>
      logs.send(new GetLogEventsCommand({ logGroupName: 'g', logStreamName: 's', limit: 10_001 })),
    'InvalidParameterException',
    400,
    /constraint: Member must have value less than or equal to 10000$/,
  );
  await failsWith(
    t,
    () => iam.send(new GetRoleCommand({ RoleName: 'a b' })),
    'ValidationError',
    400,
    /constraint: Member must satisfy regular expression pattern: \[\\w\+=,\.@-\]\+$/,
  );
});
