import { openOrderTable } from './order-table.ts';
import { provePair, type ProxyContext } from './prove-pair.ts';
import { answerMapped, type MappedRequest } from './requests.ts';

/** Of a route of type `aws_proxy`, as much of it as is read here. */
export interface ProxyRequest {
  readonly httpMethod: string;
  readonly queryStringParameters: Readonly<Record<string, string>> | null;
  readonly requestContext: object;
}

const table = openOrderTable(process.env.ORDERS_TABLE ?? 'orders');

/** Answers API Gateway's routes of both kinds: those with templates, and `GET /orders` as a proxy. */
export async function handler(
  event: MappedRequest | ProxyRequest,
  context: ProxyContext,
): Promise<unknown> {
  return 'httpMethod' in event ? listOrders(event, context) : answerMapped(event, table);
}

const listOrders = provePair(async ({ queryStringParameters }: ProxyRequest) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  body: JSON.stringify(await table.of(queryStringParameters?.customer ?? '')),
}));
