import { stackFileOf } from '../../stack/stack-name.ts';
import {
  ConcurrentUpdateError,
  StackNotFoundError,
  type EngineEvent,
  type StepEventMetadata,
} from '@pulumi/pulumi/automation/index.js';
import { RoutesError } from '../../infra/routes.ts';
import { TakenNameError } from '../../infra/existing/planned.ts';
import { LostAliasError } from '../../stack/lost-alias.ts';
import { SignInError } from '../../stack/sign-in/sign-in-error.ts';
import { SettingsError } from '../../stack/settings.ts';
import { TakenAwayError } from '../../stack/taken-away.ts';
import { ConflictError, EnvironmentError, lostAlias, ReleaseError, UsageError } from '../errors.ts';
import { advise } from '../report/next.ts';
import type { HalfMade } from './adopted-state.ts';
import { Certificates } from './certificates.ts';
import { wrongRoutes } from './wrong-routes.ts';
import { findBackendRefusal } from './backend-refusal.ts';
import { explainFailure } from './explain-failure.ts';
import { lostRights, type Step } from './lost-rights.ts';
import { findStillProtected } from './still-protected.ts';
import { plannedCreation, type PlannedCreation } from './planned-creations.ts';

export interface PlannedChange {
  /**
   * `create`, `update`, `replace`, `delete`; `forget` of what the program keeps on AWS; `adopt`, `finish` of what
   * earlier runs left.
   */
  readonly operation: string;
  /** `aws:lambda/function:Function` */
  readonly type: string;
  /** As the program names it: `prod-alias`. */
  readonly name: string;
  /** Names of the inputs that differ, where the provider says so. */
  readonly properties: readonly string[];
}

/** What the engine tells while it works. */
export class EngineLog {
  changes: PlannedChange[] = [];
  /** Pulumi's own bookkeeping, such as the stack itself, is among them. */
  creations: PlannedCreation[] = [];
  /** As the state before says it; a refresh takes that away. */
  halfMade: HalfMade[] = [];
  /** Of the provider and of the engine, each with the names of the resources that it is about. */
  readonly #warnings = new Map<string, Set<string>>();
  #steps: Step[] = [];
  readonly #problems: string[] = [];
  readonly #certificates = new Certificates();

  /** Told each resource that is changed. */
  onChanged: ((change: PlannedChange) => void) | undefined;

  readonly add = ({ resourcePreEvent, resOutputsEvent, diagnosticEvent }: EngineEvent): void => {
    const [step, ended] = [resourcePreEvent?.metadata, resOutputsEvent?.metadata];
    if (ended !== undefined && isChange(ended)) {
      this.onChanged?.(changeOf(ended));
    }
    this.#certificates.note(ended?.new);
    if (step !== undefined) {
      this.#steps.push(step);
      if (isChange(step)) {
        this.changes.push(changeOf(step));
      }
    }
    if (step?.op === 'create' && step.new !== undefined) {
      this.creations.push(plannedCreation(step.new));
    }
    if (step?.op === 'refresh' && (step.old?.initErrors ?? []).length > 0) {
      this.halfMade.push({ urn: step.urn, type: step.type, name: nameOf(step.urn) });
    }
    if (diagnosticEvent?.severity === 'warning') {
      const message = plainTextOf(diagnosticEvent.message);
      const names = this.#warnings.get(message) ?? new Set();
      this.#warnings.set(message, names);
      if (diagnosticEvent.urn !== undefined) {
        names.add(labelOf(diagnosticEvent.urn));
      }
    }
    if (diagnosticEvent?.severity === 'error') {
      this.#problems.push(diagnosticEvent.message.trim());
      this.#certificates.noteFailure(diagnosticEvent.urn);
    }
  };

  /** So that what comes is told apart from what was planned. */
  forgetSteps(): void {
    this.changes = [];
    this.creations = [];
    this.halfMade = [];
    this.#steps = [];
  }

  /** A line for each warning, however many resources it is about, and one for the rights that are taken away. */
  describeWarnings(): string[] {
    const told = [...this.#warnings].map(([message, names]) =>
      names.size === 0 ? message : `${[...names].sort().join(', ')}: ${message}`,
    );
    const lost = lostRights(this.#steps);
    return lost.length === 0
      ? told
      : [
          ...told,
          `the function may not do any more, in any version: ${lost.join(', ')}. Where what serves needs it, release code that does without it first`,
        ];
  }

  /** An error of an operation on a stack, for people. */
  explain(error: unknown, command: string, stack: string): unknown {
    if (error instanceof ReleaseError) {
      return error;
    }
    const options = { cause: error, resource: `stack ${stack}` };
    if (isLocked(error)) {
      return new ConflictError(
        `Another Pulumi operation on stack ${stack} is running, or was killed`,
        advise(
          { shell: `pulumi cancel --stack ${stack}` },
          'wait until it has ended; if it was killed',
        ),
        options,
      );
    }
    if (error instanceof StackNotFoundError) {
      return new UsageError(
        `The Pulumi backend has no stack ${stack}`,
        advise({ shell: `pulumi stack init ${stack}` }),
        options,
      );
    }
    if (error instanceof TakenNameError) {
      return new UsageError(
        error.message,
        {
          ...advise({ shell: error.tagCommand }, 'if it is this stack’s'),
          or: { text: `choose another ${error.setting} in ${stackFileOf(stack)}` },
        },
        { ...options, resource: error.resource },
      );
    }
    if (error instanceof TakenAwayError) {
      return new UsageError(error.message, { text: `undo that in ${stackFileOf(stack)}` }, options);
    }
    if (error instanceof LostAliasError) {
      return lostAlias(error.functionName, error.alias);
    }
    if (error instanceof RoutesError) {
      return wrongRoutes(error);
    }
    if (error instanceof SignInError) {
      return new EnvironmentError(error.message, { text: error.advice }, options);
    }
    if (error instanceof SettingsError) {
      return new UsageError(error.message, { text: `edit ${stackFileOf(stack)}` }, options);
    }
    const pending = this.#certificates.describePending();
    if (pending !== undefined) {
      return new EnvironmentError(pending.problem, pending.next, options);
    }
    const problems = this.#problems.length > 0 ? this.#problems : explainFailure(error);
    const stillProtected = findStillProtected(problems, stack);
    if (stillProtected !== undefined) {
      return stillProtected;
    }
    const refused = findBackendRefusal(problems);
    if (refused !== undefined) {
      return new EnvironmentError(refused.problem, refused.next, options);
    }
    return new EnvironmentError(
      `${command} failed on stack ${stack}:\n${problems.join('\n')}`,
      { text: 'mend it, then run the command again' },
      options,
    );
  }
}

/** Also of the CLI when it was not started by the Automation API, which tells it by the same words. */
function isLocked(error: unknown): boolean {
  return (
    error instanceof ConcurrentUpdateError ||
    (error instanceof Error && error.message.includes('the stack is currently locked by'))
  );
}

/** Without the marks by which the engine colours a message. */
function plainTextOf(message: string): string {
  return message.replaceAll(/<\{%[^%]*%\}>/g, '').trim();
}

/** `Queue jobs` */
function labelOf(urn: string): string {
  return `${urn.split('::').at(-2)?.replace(/^.*:/, '') ?? ''} ${nameOf(urn)}`;
}

function nameOf(urn: string): string {
  return urn.split('::').at(-1) ?? '';
}

/** Of what stays on AWS when Pulumi deletes it, or makes another in its place. */
const ofKept: Readonly<Record<string, string>> = { delete: 'forget', replace: 'create' };

function changeOf({
  op,
  type,
  urn,
  old,
  detailedDiff,
}: Pick<StepEventMetadata, 'op' | 'type' | 'urn' | 'old' | 'detailedDiff'>): PlannedChange {
  const kept = old?.retainOnDelete === true ? ofKept[op] : undefined;
  return {
    operation: kept ?? op,
    type,
    name: nameOf(urn),
    properties: Object.keys(detailedDiff ?? {}),
  };
}

/** Pulumi's own bookkeeping, such as the stack itself, is none. */
function isChange({ op, type }: { readonly op: string; readonly type: string }): boolean {
  return ['create', 'update', 'replace', 'delete'].includes(op) && !type.startsWith('pulumi:');
}
