import { z } from 'zod';

/** What a customer sends. API Gateway has held it against the model `NewOrder` already; a direct call has not. */
const newOrder = z.strictObject({
  customer: z.string().min(1).max(100),
  lines: z
    .array(
      z.strictObject({
        article: z.string().min(1).max(100),
        quantity: z.int().min(1).max(1000),
      }),
    )
    .min(1)
    .max(50),
});

export type NewOrder = z.infer<typeof newOrder>;

export interface Order extends NewOrder {
  readonly id: string;
}

/** The caller's fault: `infra/openapi.yaml` maps messages that begin with `Bad request:` to a 400. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

/** @throws {BadRequest} for what is no order, with the first thing that is wrong. */
export function parseNewOrder(value: unknown): NewOrder {
  const { data, error } = newOrder.safeParse(value);
  if (data === undefined) {
    const [issue] = error.issues;
    throw new BadRequest(
      `Bad request: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is no order'}`,
    );
  }
  return data;
}
