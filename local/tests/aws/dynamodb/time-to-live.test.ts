import { DescribeTimeToLiveCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { makeTable } from './_table.ts';

const TableName = 'orders';

test('a time to live is switched on and off, once each', async (t) => {
  const { dynamodb } = (await startEmbedded(t)).clients;
  await makeTable(dynamodb);
  const describe = async () =>
    (await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
  const update = (Enabled: boolean) =>
    dynamodb.send(
      new UpdateTimeToLiveCommand({
        ...{ TableName, TimeToLiveSpecification: { AttributeName: 'endsAt', Enabled } },
      }),
    );
  t.deepEqual(await describe(), { TimeToLiveStatus: 'DISABLED' });
  await update(true);
  t.deepEqual(await describe(), { TimeToLiveStatus: 'ENABLED', AttributeName: 'endsAt' });
  await t.throwsAsync(update(true), { name: 'ValidationException', message: /already enabled/ });
  await update(false);
  t.deepEqual(await describe(), { TimeToLiveStatus: 'DISABLED' });
});
