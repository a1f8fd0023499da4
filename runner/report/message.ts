import type { ReleaseError } from '../errors.ts';
import type { Command, Next } from './next.ts';

/** The stack of a command that names none. */
export const defaultStack = 'local';

/**
 * The line to type. A script of this project names the stack, unless that is the default one: without
 * it, it would do its work on the default stack.
 *
 * @param stack that the message is about.
 * @returns `npm run rollback -- --stack dev --target prod`
 */
export function formatCommand(command: Command, stack: string): string {
  if ('shell' in command) {
    return command.shell;
  }
  const { script, args } = command;
  return shellCommand(script, stack === defaultStack ? args : ['--stack', stack, ...args]);
}

/** `npm run release -- --dry-run`, as a shell takes it. */
export function shellCommand(script: string, args: readonly string[]): string {
  return ['npm run', script, ...(args.length > 0 ? ['--', ...args.map(quote)] : [])].join(' ');
}

function quote(arg: string): string {
  return /^[\w./:=@%+,-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`;
}

/** `mend the code, then: npm run release -- --stack dev` */
export function formatNext({ text, command, note, or }: Next, stack: string): string {
  const typed = command && formatCommand(command, stack);
  const line = note === undefined ? typed : `${typed ?? ''} (${note})`;
  const first = [text, line].filter((part) => part !== undefined).join(': ');
  return or === undefined ? first : `${first}, or ${formatNext(or, stack)}`;
}

/** What happened and what to do, in one line. */
export function formatProblem(
  { message, next }: Pick<ReleaseError, 'message' | 'next'>,
  stack: string,
): string {
  return `${message}. Next: ${formatNext(next, stack)}`;
}

/** What each target serves, `prod 6@d4e5f6`, as far as it is known. */
export type Serving =
  | { readonly kind: 'now' | 'last known'; readonly targets: readonly string[] }
  | { readonly kind: 'nothing' | 'unknown' };

export interface Failure {
  readonly problem: string;
  /** What went wrong while putting back. */
  readonly notPutBack: readonly string[];
  /** Names of the targets that were put back. */
  readonly putBack: readonly string[];
  readonly serving: Serving;
  readonly next: Next;
}

/** The last line of a release or rollback that stopped. */
export function formatFailure(
  { problem, notPutBack, putBack, serving, next }: Failure,
  stack: string,
): string {
  return [
    problem,
    ...notPutBack.map((text) => `Not put back: ${text}`),
    ...describePutBack(putBack, notPutBack),
    describeServing(serving),
    `Next: ${formatNext(next, stack)}`,
  ].join('. ');
}

function describePutBack(putBack: readonly string[], notPutBack: readonly string[]): string[] {
  if (putBack.length > 0) {
    return [`Put back: ${putBack.join(', ')}`];
  }
  return notPutBack.length > 0 ? [] : ['Nothing had to be put back'];
}

function describeServing(serving: Serving): string {
  switch (serving.kind) {
    case 'now':
      return `Serving now: ${serving.targets.join(', ')}`;
    case 'last known':
      return `Last known: ${serving.targets.join(', ')}`;
    case 'nothing':
      return 'Nothing is provisioned';
    case 'unknown':
      return 'What serves now could not be read';
  }
}
