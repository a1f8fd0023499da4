import { DescribeTableCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { startServer } from '../../../aws/server.ts';
import { testSecrets } from '../../_helpers/account.ts';
import { clientsOf } from '../../_helpers/clients.ts';
import { temporaryFolder } from '../../_helpers/temporary-folder.ts';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { makeTable } from './_table.ts';

const TableName = 'orders';
const Key = { customer: { S: 'ada' }, number: { N: '1' } };

testEmbedded(
  'items and tables are there again when the server is, and each account has its own',
  async (t) => {
    const dir = await temporaryFolder(t);
    const first = await startServer({ dir, credentials: testSecrets });
    const before = clientsOf(first.url);
    await makeTable(before.dynamodb);
    await before.dynamodb.send(new PutItemCommand({ TableName, Item: Key }));
    await first.close();
    const second = await startServer({ dir, credentials: testSecrets });
    t.teardown(() => second.close());
    const { dynamodb } = clientsOf(second.url);
    t.deepEqual((await dynamodb.send(new GetItemCommand({ TableName, Key }))).Item, Key);
    const other = clientsOf(second.url, '210987654321').dynamodb;
    await t.throwsAsync(other.send(new DescribeTableCommand({ TableName })), {
      name: 'ResourceNotFoundException',
    });
  },
);
