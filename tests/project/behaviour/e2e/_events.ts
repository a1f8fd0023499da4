import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const releaseEvent = z.looseObject({ at: z.iso.datetime(), kind: z.string() });
const stepStarted = z.looseObject({ kind: z.literal('step-started'), step: z.string() });
export type ReleaseEvent = z.infer<typeof releaseEvent>;

/** What a release wrote to its events file. */
export function readEvents(file: string): ReleaseEvent[] {
  return linesOf(file).map((line) => releaseEvent.parse(JSON.parse(line)));
}

/** Whether a release has started a step. */
export function hasStarted(file: string, step: string): boolean {
  return (
    existsSync(file) &&
    linesOf(file).some((line) => {
      const event = stepStarted.safeParse(JSON.parse(line));
      return event.success && event.data.step === step;
    })
  );
}

/** Whole lines only: the file may be written to meanwhile. */
function linesOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean);
}
