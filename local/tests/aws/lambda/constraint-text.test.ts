import test from 'ava';
import { z } from 'zod';
import { constraintText } from '../../../aws/lambda/constraint-text.ts';

const schema = z.object({
  Count: z.int().min(1).max(5).optional(),
  Name: z.string().max(3).optional(),
  Kinds: z
    .array(z.enum(['a', 'b']))
    .max(1)
    .optional(),
  Inner: z.object({ Mode: z.enum(['On', 'Off']) }).optional(),
});

const broken = {
  "Value '0' at 'count' failed to satisfy constraint: Member must have value greater than or equal to 1":
    { Count: 0 },
  "Value '6' at 'count' failed to satisfy constraint: Member must have value less than or equal to 5":
    { Count: 6 },
  "Value 'long' at 'name' failed to satisfy constraint: Member must have length less than or equal to 3":
    { Name: 'long' },
  "Value '[a, b]' at 'kinds' failed to satisfy constraint: Member must have length less than or equal to 1":
    { Kinds: ['a', 'b'] },
  "Value '[A]' at 'kinds' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [a, b], Member must not be null]":
    { Kinds: ['A'] },
  "Value 'on' at 'inner.mode' failed to satisfy constraint: Member must satisfy enum value set: [On, Off]":
    { Inner: { Mode: 'on' } },
  "Value null at 'inner.mode' failed to satisfy constraint: Member must not be null": { Inner: {} },
};

for (const [text, body] of Object.entries(broken)) {
  test(text, (t) => {
    const { error } = schema.safeParse(body);
    t.deepEqual(
      error?.issues.map((issue) => constraintText(issue, body)),
      [text],
    );
  });
}
