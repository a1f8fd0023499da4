import test from 'ava';
import type { OrderTable } from '../../function/order-table.ts';
import { BadRequest, type Order } from '../../function/order.ts';
import { answerMapped, NotFound } from '../../function/requests.ts';

const order = { customer: 'ada', lines: [{ article: 'tea', quantity: 2 }] };

/** Orders in memory. */
function emptyTable(): OrderTable {
  const orders = new Map<string, Order>();
  return {
    put: async (placed) => void orders.set(placed.id, placed),
    get: async (id) => orders.get(id),
    remove: async (id) => orders.delete(id),
    of: async (customer) => [...orders.values()].filter((each) => each.customer === customer),
  };
}

test('an order is placed, read and cancelled once', async (t) => {
  const table = emptyTable();
  const placed = await answerMapped({ action: 'place', order }, table);
  t.like(placed, order);
  const id = 'id' in placed ? placed.id : '';
  t.deepEqual(await answerMapped({ action: 'read', id }, table), placed);
  t.deepEqual(await answerMapped({ action: 'cancel', id }, table), { status: 'cancelled' });
  for (const action of ['read', 'cancel'] as const) {
    await t.throwsAsync(answerMapped({ action, id }, table), { instanceOf: NotFound });
  }
});

for (const wrong of [{}, { ...order, lines: [] }, { ...order, price: 1 }, 'tea']) {
  test(`refuses ${JSON.stringify(wrong)}`, async (t) => {
    const placing = answerMapped({ action: 'place', order: wrong }, emptyTable());
    await t.throwsAsync(placing, { instanceOf: BadRequest, message: /^Bad request: / });
  });
}
