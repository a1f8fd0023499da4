import { inspect, parseArgs } from 'node:util';
import { exitStatus, type ExitStatus, messageOf, outcomeOf, ReleaseError } from '../errors.ts';
import { defaultStack, formatProblem } from '../report/message.ts';
import { toNextResult } from '../report/next-result.ts';
import type { Next } from '../report/next.ts';
import type { FailureResult } from '../report/results/failure.ts';
import { commandNames, resultVersion, type CommandName } from '../report/results/parts.ts';
import type { Result } from '../report/results/result.ts';
import type { Wait } from '../traffic/propagation.ts';

/** What all that a command tells depends on. */
export interface Invocation {
  /** Undefined when there is no such command. */
  readonly command: CommandName | undefined;
  readonly stack: string;
  readonly json: boolean;
}

/** Reads it also from a command line that is wrong, so that this can be told as it was asked for. */
export function guessInvocation(name: string, args: readonly string[]): Invocation {
  const command = commandNames.find((each) => each === name);
  const { values } = parseArgs({
    args: [...args],
    options: { stack: { type: 'string' }, json: { type: 'boolean' } },
    allowPositionals: true,
    strict: false,
  });
  const { stack, json } = values;
  const named = typeof stack === 'string' && stack !== '' && !stack.startsWith('-');
  return { command, stack: named ? stack : defaultStack, json: json !== undefined };
}

/** A line of progress. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Says why nothing happens for a while. */
export function sayWait({ what, seconds }: Wait): void {
  say(`waiting ${seconds.toFixed(1)} s until ${what}`);
}

/**
 * Tells what came of a command, to stdout: one JSON object, or what a person reads.
 *
 * @returns the exit status.
 */
export function tellResult<R extends Result>(result: R, json: boolean, text: string): R['status'] {
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${text}\n`);
  return result.status;
}

/** Why a command failed, with all that is known about it. */
export type Failure = Pick<FailureResult, 'outcome' | 'status' | 'problem'> &
  Partial<
    Pick<
      FailureResult,
      'putBack' | 'notPutBack' | 'serving' | 'lastKnown' | 'release' | 'steps' | 'report'
    >
  > & {
    readonly failedStep?: string | undefined;
    readonly resource?: string | undefined;
    readonly next: Next;
  };

/**
 * Tells why a command failed: to stderr what a person reads, and with `--json` one object to stdout.
 *
 * @param text its last line says what to do next.
 */
export function tellFailure(invocation: Invocation, failure: Failure, text: string): void {
  if (invocation.json) {
    process.stdout.write(`${JSON.stringify(toFailureResult(invocation, failure))}\n`);
  }
  say(text);
}

/** A failure as machines read it. */
export function toFailureResult(
  { command, stack }: Pick<Invocation, 'command' | 'stack'>,
  failure: Failure,
): FailureResult {
  const { outcome, status, problem, next, release, steps, report } = failure;
  return {
    version: resultVersion,
    command: command ?? null,
    stack,
    outcome,
    status,
    failedStep: failure.failedStep ?? null,
    problem,
    resource: failure.resource ?? null,
    putBack: failure.putBack ?? [],
    notPutBack: failure.notPutBack ?? [],
    serving: failure.serving ?? null,
    lastKnown: failure.lastKnown ?? null,
    next: toNextResult(next, stack),
    release,
    steps,
    report,
  };
}

/**
 * Tells what a command threw. What is no {@link ReleaseError} is a defect of this tool, whose stack
 * trace is told as it is.
 *
 * @returns the exit status.
 */
export function tellError(invocation: Invocation, error: unknown): ExitStatus {
  if (error instanceof ReleaseError) {
    const { status, message: problem, resource, next } = error;
    const failure = { outcome: outcomeOf(status), status, problem, resource, next };
    tellFailure(invocation, failure, formatProblem(error, invocation.stack));
    return status;
  }
  const problem = messageOf(error);
  const next: Next = { text: 'this is a defect of this tool: report it with what stands above' };
  const status = exitStatus.defect;
  const text = `${inspect(error)}\n${formatProblem({ message: problem, next }, invocation.stack)}`;
  tellFailure(invocation, { outcome: outcomeOf(status), status, problem, next }, text);
  return status;
}
