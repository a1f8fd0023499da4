import { randomUUID } from 'node:crypto';
import type { OrderTable } from './order-table.ts';
import { parseNewOrder, type Order } from './order.ts';

/** What the request templates of `infra/openapi.yaml` make of a request. */
export type MappedRequest =
  | { readonly action: 'health' }
  | { readonly action: 'place'; readonly order: unknown }
  | { readonly action: 'read' | 'cancel'; readonly id: string };

/** There is no such order: messages that begin with `Not found:` are mapped to a 404. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
}

/**
 * Answers a route of type `aws`.
 *
 * @throws {BadRequest} for what is no order
 * @throws {NotFound} for an order that is not there
 */
export async function answerMapped(
  request: MappedRequest,
  table: OrderTable,
): Promise<Order | { readonly status: string }> {
  switch (request.action) {
    case 'health':
      return { status: 'ok' };
    case 'place': {
      const order = { id: randomUUID(), ...parseNewOrder(request.order) };
      await table.put(order);
      return order;
    }
    case 'read': {
      const order = await table.get(request.id);
      if (order === undefined) {
        throw new NotFound(`Not found: order ${request.id}`);
      }
      return order;
    }
    case 'cancel':
      if (!(await table.remove(request.id))) {
        throw new NotFound(`Not found: order ${request.id}`);
      }
      return { status: 'cancelled' };
  }
}
