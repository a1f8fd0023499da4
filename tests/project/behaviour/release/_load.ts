import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { z } from 'zod';
import type { TestStack } from './_stack.ts';

const script = fileURLToPath(new URL('_load-process.ts', import.meta.url));

const answerSchema = z.object({
  target: z.string(),
  /** Milliseconds since 1970, by the clock of this machine. */
  sentAt: z.number(),
  receivedAt: z.number(),
  /** 0 when no answer came. */
  status: z.number(),
  version: z.string(),
  deployment: z.string(),
  cacheControl: z.string(),
  /** What came instead, when the status is not 200. */
  greeting: z.string(),
});

/** What a target's URL answered to one request. */
export type Answer = Readonly<z.infer<typeof answerSchema>>;

/** A constant load on both targets of a stack. */
export interface Load {
  /** How many requests were answered so far. */
  count(): number;
  /** Ends it, and waits for the requests under way. */
  end(): Promise<readonly Answer[]>;
}

/**
 * Starts a load in a process of its own, and waits until it runs.
 *
 * @param isSticky each of its connections is used again, and stays at one host.
 */
export async function startLoad(
  t: ExecutionContext,
  { outputs }: TestStack,
  { perSecond, isSticky = true }: { readonly perSecond: number; readonly isSticky?: boolean },
): Promise<Load> {
  const urls = Object.fromEntries(
    Object.entries(outputs.targets).map(([name, { url }]) => [name, `${url}/greeting`]),
  );
  const child = spawn(process.execPath, [script, JSON.stringify({ urls, perSecond, isSticky })], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const closed = once(child, 'close');
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  await once(reader, 'line');
  return {
    count: () => lines.length,
    async end() {
      child.stdin.end();
      await closed;
      return lines.map((line) => answerSchema.parse(JSON.parse(line)));
    },
  };
}
