import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { readCalls, type CallCounts } from './aws-calls.ts';
import { findServer, stopServer } from './embedded-aws.ts';
import type { Workspace } from './workspace.ts';

export interface StepDuration {
  readonly title: string;
  readonly durationMs: number;
}

/** One `npm run COMMAND`. */
export interface MeasuredCommand {
  /** From the start of npm to its end. */
  readonly durationMs: number;
  /** Of a release, as the runner reports them; some run side by side. First and last: what is around them. */
  readonly steps: readonly StepDuration[];
  /** Commands with which the Pulumi CLI was started. */
  readonly pulumiStarts: readonly string[];
  readonly calls: CallCounts;
}

const timeoutMs = 120_000;

/**
 * Runs a command as a user does, with an embedded AWS that is not running yet.
 *
 * @throws {Error} with what it printed, when it failed
 */
export async function measureCommand(
  workspace: Workspace,
  stateFolder: string,
  command: readonly [name: string, ...args: string[]],
): Promise<MeasuredCommand> {
  workspace.takePulumiStarts();
  const clock = performance.now();
  const [name, ...args] = command;
  const result = await execa('npm', ['run', name, '--', ...args], {
    ...workspace.startOptions(stateFolder),
    all: true,
    reject: false,
    timeout: timeoutMs,
  });
  const durationMs = performance.now() - clock;
  if (result.failed) {
    throw new Error(`npm run ${name} failed (${result.shortMessage}):\n${result.all}`);
  }
  const server = findServer(stateFolder);
  const calls = await readCalls(server);
  await stopServer(server);
  return { durationMs, steps: [], pulumiStarts: workspace.takePulumiStarts(), calls };
}

/**
 * A release, with its steps.
 *
 * @param expected the outcome that it must have
 * @throws {Error} with what it printed, when it had another
 */
export async function measureRelease(
  workspace: Workspace,
  stateFolder: string,
  expected: 'released' | 'nothing to release',
): Promise<MeasuredCommand> {
  const events = join(workspace.root, 'events.ndjson');
  const startedAt = Date.now();
  const measured = await measureCommand(workspace, stateFolder, ['release', '--events', events]);
  const endedAt = startedAt + measured.durationMs;
  return { ...measured, steps: readSteps(events, { startedAt, endedAt, expected }) };
}

const anyEvent = z.looseObject({ kind: z.string() });

/** Those that the bench goes by, of all that a release tells. */
const releaseEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('release'), at: z.iso.datetime() }),
  z.object({ kind: z.literal('step-ended'), title: z.string(), durationMs: z.number() }),
  z.object({ kind: z.literal('ended'), at: z.iso.datetime(), outcome: z.string() }),
]);

interface Run {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly expected: string;
}

function readSteps(file: string, { startedAt, endedAt, expected }: Run): StepDuration[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const kinds: readonly string[] = releaseEvent.options.map(({ shape }) => shape.kind.value);
  const events = lines
    .map((line) => anyEvent.parse(JSON.parse(line)))
    .filter(({ kind }) => kinds.includes(kind))
    .map((event) => releaseEvent.parse(event));
  const first = events.find(({ kind }) => kind === 'release');
  const last = events.find(({ kind }) => kind === 'ended');
  if (first?.kind !== 'release' || last?.kind !== 'ended' || last.outcome !== expected) {
    throw new Error(`A release did not end with "${expected}": see ${file}.`);
  }
  return [
    { title: '(start: npm to first step)', durationMs: Date.parse(first.at) - startedAt },
    ...events.filter((event) => event.kind === 'step-ended'),
    { title: '(end: last step to exit)', durationMs: endedAt - Date.parse(last.at) },
  ].map(({ title, durationMs }) => ({ title, durationMs }));
}
