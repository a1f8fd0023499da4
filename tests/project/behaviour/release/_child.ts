import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { z } from 'zod';
import type { Bundle } from '../../../../bundler/bundle.ts';
import { account } from '../../../../local/tests/_helpers/account.ts';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';
import type { TargetSettings } from '../../../../stack/targets-settings.ts';
import { withBeta } from './_beta.ts';
import type { TargetOverrides } from './_context.ts';
import type { InRegion } from './_in-regions.ts';
import type { TestStack } from './_stack.ts';
import type { Work } from './_work.ts';

const script = fileURLToPath(new URL('_runner-process.ts', import.meta.url));
const message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('step-started'), step: z.string() }),
  z.object({ kind: z.literal('sleep'), ms: z.number() }),
]);

/** A command in a child process; it waits until {@link ReleaseProcess.begin}. */
export interface ReleaseProcess {
  readonly pid: number;
  begin(): void;
  /** Waits until a step has started. */
  reached(step: string): Promise<void>;
  hasStarted(step: string): boolean;
  kill(signal: NodeJS.Signals): void;
  /** Waits for the end: the exit status, or null when it was killed, and what it wrote last. */
  ended(): Promise<{ readonly status: number | null; readonly lastWords: string }>;
}

export async function startRelease(
  t: ExecutionContext,
  stack: TestStack,
  options: {
    readonly bundle: Bundle;
    readonly id: string;
    readonly deploymentId?: string;
    readonly apiTier?: string;
    readonly targets?: TargetOverrides;
    readonly beta?: TargetSettings | undefined;
    readonly isContinued?: boolean;
    readonly regions?: readonly InRegion[];
  },
): Promise<ReleaseProcess> {
  const zipFile = join(await temporaryFolder(t, 'release-'), 'bundle.zip');
  await writeFile(zipFile, options.bundle.zip);
  const outputs = {
    ...stack.outputs,
    deploymentId: options.deploymentId ?? stack.outputs.deploymentId,
  };
  const { id, apiTier, targets, beta, isContinued, regions = [] } = options;
  const { propagation } = stack;
  return start(t, stack, {
    command: 'release',
    id,
    outputs,
    propagation,
    zipFile,
    apiTier,
    targets,
    beta,
    isContinued,
    regions: [...regions],
  });
}

/** Rolls `prod` back in a child process. */
export function startRollback(
  t: ExecutionContext,
  stack: TestStack,
  { id }: { readonly id: string },
): Promise<ReleaseProcess> {
  return start(t, stack, {
    command: 'rollback',
    id,
    outputs: stack.outputs,
    propagation: stack.propagation,
  });
}

/** Takes `beta` away in a child process. */
export function startRetire(
  t: ExecutionContext,
  stack: TestStack,
  { id }: { readonly id: string },
): Promise<ReleaseProcess> {
  return start(t, stack, {
    command: 'retire',
    id,
    outputs: withBeta(stack.outputs),
    propagation: stack.propagation,
  });
}

function start(t: ExecutionContext, stack: TestStack, work: Work): Promise<ReleaseProcess> {
  const child = spawn(process.execPath, [script, JSON.stringify(work)], {
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: stack.url,
      AWS_ACCESS_KEY_ID: account,
      AWS_SECRET_ACCESS_KEY: 'local',
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  return watch(child, stack);
}

async function watch(child: ChildProcess, { clock, aws }: TestStack): Promise<ReleaseProcess> {
  const { stdin, stdout, stderr, pid } = child;
  if (stdin === null || stdout === null || stderr === null || pid === undefined) {
    throw new Error('The release process did not start');
  }
  const closed = once(child, 'close');
  let errors = '';
  stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const steps = new StepWatch(createInterface({ input: stdout }), async (ms) => {
    await clock.sleep(ms);
    stdin.write(`${String(aws.lag.passedMs)}\n`);
  });
  await Promise.race([
    steps.ready,
    closed.then(() => {
      throw new Error(`The process ended before it began: ${errors}`);
    }),
  ]);
  // One that was killed does not read any more.
  stdin.on('error', () => undefined);
  return {
    pid,
    begin: () => stdin.write(`${String(aws.lag.passedMs)}\n`),
    reached: (step) => steps.reached(step),
    hasStarted: (step) => steps.hasStarted(step),
    kill: (signal) => child.kill(signal),
    async ended() {
      await closed;
      return { status: child.exitCode, lastWords: errors.trim().split('\n').at(-1) ?? '' };
    },
  };
}

class StepWatch {
  readonly ready: Promise<unknown>;
  readonly #seen = new Set<string>();
  readonly #waiting = new Map<string, () => void>();

  /** @param onSleep the process waits for time to pass. */
  constructor(lines: Interface, onSleep: (ms: number) => Promise<void>) {
    this.ready = once(lines, 'line');
    lines.on('line', (line) => {
      const told = line.startsWith('{') ? message.safeParse(JSON.parse(line)).data : undefined;
      if (told?.kind === 'step-started') {
        this.#seen.add(told.step);
        this.#waiting.get(told.step)?.();
      } else if (told?.kind === 'sleep') {
        void onSleep(told.ms);
      }
    });
  }

  hasStarted(step: string): boolean {
    return this.#seen.has(step);
  }

  reached(step: string): Promise<void> {
    return this.hasStarted(step)
      ? Promise.resolve()
      : new Promise((resolve) => this.#waiting.set(step, resolve));
  }
}
