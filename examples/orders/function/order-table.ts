import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import type { Order } from './order.ts';

/** Where orders are kept. */
export interface OrderTable {
  put(order: Order): Promise<void>;
  get(id: string): Promise<Order | undefined>;
  /** @returns whether it was there. */
  remove(id: string): Promise<boolean>;
  of(customer: string): Promise<Order[]>;
}

/** The table that `infra/own.ts` makes. */
export function openOrderTable(TableName: string, client = new DynamoDBClient({})): OrderTable {
  const key = (id: string) => ({ TableName, Key: { id: { S: id } } });
  return {
    async put({ id, customer, ...rest }) {
      const Item = { id: { S: id }, customer: { S: customer }, rest: { S: JSON.stringify(rest) } };
      await client.send(new PutItemCommand({ TableName, Item }));
    },
    async get(id) {
      const { Item } = await client.send(new GetItemCommand({ ...key(id), ConsistentRead: true }));
      return Item && fromItem(Item);
    },
    async remove(id) {
      const removal = new DeleteItemCommand({ ...key(id), ReturnValues: 'ALL_OLD' });
      return (await client.send(removal)).Attributes !== undefined;
    },
    async of(customer) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName,
          IndexName: 'by-customer',
          KeyConditionExpression: 'customer = :customer',
          ExpressionAttributeValues: { ':customer': { S: customer } },
        }),
      );
      return Items.map(fromItem);
    },
  };
}

function fromItem({ id, customer, rest }: Record<string, AttributeValue>): Order {
  const { lines } = JSON.parse(rest?.S ?? '') as Pick<Order, 'lines'>;
  return { id: id?.S ?? '', customer: customer?.S ?? '', lines };
}
