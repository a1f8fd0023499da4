import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const errorCount = z.object({ errors: z.number(), count: z.number() });
const columns = z
  .object({ ms: z.array(z.number()), counts: z.array(z.number()) })
  .transform(({ ms, counts }) =>
    ms.map((one, index) => ({ ms: one, count: counts[index] ?? NaN })),
  );

const schema = z.object({
  fisher: z.array(z.object({ candidate: errorCount, baseline: errorCount, p: z.number() })),
  mannWhitney: z.array(
    z.object({ candidate: columns, baseline: columns, p: z.number(), effect: z.number() }),
  ),
});

/** What SciPy says, see goldens.py. */
export async function readGoldens(): Promise<z.infer<typeof schema>> {
  const file = new URL('goldens.json', import.meta.url);
  return schema.parse(JSON.parse(await readFile(file, 'utf8')));
}

/** How far a number is from the expected one, as a share of that. */
export const relativeError = (actual: number, expected: number): number =>
  actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);
