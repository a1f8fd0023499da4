import { z } from 'zod';

/** What one run of ava came to, as record-run.ts writes it and run-ava.ts reads it. */
export const summarySchema = z.object({
  passed: z.number(),
  failed: z.number(),
  skipped: z.number(),
  files: z.array(z.object({ file: z.string(), durationMs: z.number() })),
});

export type Summary = z.infer<typeof summarySchema>;

/** The slowest files, slowest first. */
export function slowest(files: Summary['files'], count: number): Summary['files'] {
  return files.toSorted((a, b) => b.durationMs - a.durationMs).slice(0, count);
}
