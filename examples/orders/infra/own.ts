import { Table } from '@pulumi/aws/dynamodb/table.js';
import type { OwnResources, StackFacts } from './own-resources.ts';

/** The table of the orders; the function may use it, and nothing else. */
export function createOwnResources({ functionName, tags }: StackFacts): OwnResources {
  const orders = new Table(
    'orders',
    {
      name: `${functionName}-orders`,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'id',
      attributes: [
        { name: 'id', type: 'S' },
        { name: 'customer', type: 'S' },
      ],
      globalSecondaryIndexes: [{ name: 'by-customer', hashKey: 'customer', projectionType: 'ALL' }],
      pointInTimeRecovery: { enabled: true },
      tags,
    },
    { protect: true },
  );
  return {
    environment: { ORDERS_TABLE: orders.name },
    policies: [
      {
        Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
        Resource: orders.arn,
      },
      {
        Action: 'dynamodb:Query',
        Resource: orders.arn.apply((arn) => `${arn}/index/by-customer`),
      },
    ],
  };
}
