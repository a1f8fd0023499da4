/** Exit status of every command, as the README lists it. */
export const exitStatus = {
  done: 0,
  gateRed: 1,
  usage: 2,
  environment: 3,
  conflict: 4,
  notPutBack: 5,
  interrupted: 130,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** What a person has to know and do; everything else that is thrown is a defect of this tool. */
export abstract class ReleaseError extends Error {
  abstract readonly status: ExitStatus;
  /** The next command to type, or what to change first. */
  readonly next: string;

  constructor(message: string, next: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.next = next;
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

/** Somebody else changed live state, or is releasing now. */
export class ConflictError extends ReleaseError {
  readonly status = exitStatus.conflict;
}

/** Something could not be put back: a person has to look. */
export class PutBackError extends ReleaseError {
  readonly status = exitStatus.notPutBack;
}

/** Ctrl-C or a request to terminate. */
export class Interrupted extends ReleaseError {
  readonly status = exitStatus.interrupted;
}
