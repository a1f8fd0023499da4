import { advise, nextIn, npmRun, type Next } from './report/next.ts';

/** Exit status of every command, as docs/commands.md lists it. */
export const exitStatus = {
  done: 0,
  gateRed: 1,
  usage: 2,
  environment: 3,
  conflict: 4,
  notPutBack: 5,
  /** What Unix calls EX_SOFTWARE; Node's own 1 would say that a gate was red. */
  defect: 70,
  interrupted: 130,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];
export type FailureStatus = Exclude<ExitStatus, typeof exitStatus.done>;

/** A word for how a command failed, for the history and for `--json`. */
const outcomes = {
  [exitStatus.gateRed]: 'red',
  [exitStatus.usage]: 'refused',
  [exitStatus.environment]: 'failed',
  [exitStatus.conflict]: 'conflict',
  [exitStatus.notPutBack]: 'not put back',
  [exitStatus.defect]: 'defect',
  [exitStatus.interrupted]: 'cancelled',
} as const satisfies Record<FailureStatus, string>;

export type FailureOutcome = (typeof outcomes)[FailureStatus];

export function outcomeOf(status: FailureStatus): FailureOutcome {
  return outcomes[status];
}

export interface ReleaseErrorOptions extends ErrorOptions {
  /** What it happened on: `alias PROD`, `API stage prod`, `stack dev`. */
  readonly resource?: string | undefined;
  /** Where that is, of a stack in several regions. */
  readonly region?: string | undefined;
}

/**
 * What a person has to know and do, as data: `report/message.ts` makes a sentence of it. Everything
 * else that is thrown is a defect of this tool.
 */
export abstract class ReleaseError extends Error {
  abstract readonly status: FailureStatus;
  readonly next: Next;
  readonly resource: string | undefined;
  readonly region: string | undefined;

  /**
   * @param problem what happened, as a sentence without a full stop.
   * @param next what to do and to type about it.
   */
  constructor(
    problem: string,
    next: Next,
    { resource, region, ...options }: ReleaseErrorOptions = {},
  ) {
    super(problem, options);
    this.name = new.target.name;
    this.next = next;
    this.resource = resource;
    this.region = region;
  }

  /** The same, of one region of a stack that is in several. */
  in(region: string): ReleaseError {
    const { constructor: Kind, message, next, resource } = this;
    const Same = Kind as new (...args: ConstructorParameters<typeof UsageError>) => ReleaseError;
    const options = { cause: this, resource, region };
    return new Same(`${message}, in ${region}`, nextIn(region, next), options);
  }
}

/** A tier failed, or the candidate did not answer in time. */
export class GateError extends ReleaseError {
  readonly status = exitStatus.gateRed;
}

/** Wrong options or a wrong configuration. */
export class UsageError extends ReleaseError {
  readonly status = exitStatus.usage;
}

/** A tool, credentials, the network or AWS itself is not ready. */
export class EnvironmentError extends ReleaseError {
  readonly status = exitStatus.environment;
}

/** What a person is told of an alias that was deleted: no release makes it, as nothing says what is safe to serve. */
export function lostAlias(functionName: string, alias: string): EnvironmentError {
  const create = `aws lambda create-alias --function-name ${functionName} --name ${alias} --function-version …`;
  return new EnvironmentError(
    `The alias ${alias} of ${functionName} was deleted`,
    advise(
      npmRun('release'),
      `make it again at the version that it is to serve, which npm run history tells (${create}), then`,
    ),
    { resource: `alias ${alias}` },
  );
}

/** Somebody else changed live state, or is releasing now. */
export class ConflictError extends ReleaseError {
  readonly status = exitStatus.conflict;
}

/** Another release or rollback holds the release lock. */
export class LockedError extends ConflictError {}

/** Something could not be put back: a person has to look. */
export class PutBackError extends ReleaseError {
  readonly status = exitStatus.notPutBack;
}

/** Ctrl-C or a request to terminate. */
export class Interrupted extends ReleaseError {
  readonly status = exitStatus.interrupted;
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
