import {
  DescribeContinuousBackupsCommand,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { makeTable } from './_table.ts';

const TableName = 'orders';

test('point-in-time recovery is switched on and off', async (t) => {
  const { dynamodb } = (await startEmbedded(t)).clients;
  await makeTable(dynamodb);
  const describe = async () =>
    (await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName })))
      .ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  t.deepEqual(await describe(), { PointInTimeRecoveryStatus: 'DISABLED' });
  for (const PointInTimeRecoveryEnabled of [true, false]) {
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled };
    await dynamodb.send(
      new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }),
    );
    t.is(
      (await describe())?.PointInTimeRecoveryStatus,
      PointInTimeRecoveryEnabled ? 'ENABLED' : 'DISABLED',
    );
  }
});
