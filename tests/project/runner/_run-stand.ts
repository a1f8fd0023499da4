import type { ExecutionContext } from 'ava';
import { rememberAnswers } from '../../../runner/aws/last-answers.ts';
import type { ReleaseContext } from '../../../runner/context.ts';
import { GateError } from '../../../runner/errors.ts';
import { readHistory } from '../../../runner/history/entries.ts';
import { FailedRun } from '../../../runner/failed-run.ts';
import type { Work } from '../../../runner/put-back.ts';
import { inSessions } from '../../../runner/sessions.ts';
import { Session } from '../../../runner/session.ts';
import { beginTrial } from '../../../runner/traffic/promotion.ts';
import { readTargets, type Target } from '../../../runner/traffic/target.ts';
import { createContext } from '../behaviour/release/_release.ts';
import { functionName } from '../behaviour/release/_stack.ts';
import { openStand, type Stand } from './_stand.ts';

export const work: Work = { doing: 'releasing', targets: ['stage', 'prod'], clearsUp: true };
export const noBundle = { zip: Buffer.alloc(0), codeSha256: '' };
export const red = new GateError('The api tier is red', { text: 'mend the code' });

/** A release in this process, which serves version 1, and can put 2 on trial. */
export interface RunStand extends Stand {
  readonly context: ReleaseContext;
  readonly readAll: () => Promise<Target[]>;
  /** Puts targets on trial, as a release does before its gates. */
  readonly promote: (...targets: readonly string[]) => Promise<void>;
  readonly history: () => Promise<unknown[]>;
}

export async function openRun(t: ExecutionContext, versions?: number): Promise<RunStand> {
  const stand = await openStand(t, { ...(versions !== undefined && { versions }) });
  const { clients, stack } = stand;
  const context = {
    ...createContext(t, stack, { bundle: noBundle, id: 'r1' }),
    clients,
    writers: clients,
    lastKnown: rememberAnswers(clients),
  };
  return {
    ...stand,
    context,
    readAll: () => readTargets(clients, stack.outputs, ['stage', 'prod']),
    async promote(...targets) {
      for (const target of await readTargets(clients, stack.outputs, targets)) {
        await beginTrial(clients, target, stand.pair('2@new'), 'r0');
      }
      stand.writes();
    },
    async history() {
      const entries = await readHistory(clients, functionName, 10);
      return entries.map(({ outcome, putBack }) => ({ outcome, putBack }));
    },
  };
}

/** Fails in a session, as a release does. */
export async function failIn(
  t: ExecutionContext,
  { context, stack: { outputs } }: RunStand,
  run: () => Promise<never> = () => Promise.reject(red),
): Promise<FailedRun> {
  const session = await Session.open(context, { kind: 'release', who: 'arn:me' });
  return t.throwsAsync(inSessions([{ context, session, work: { ...work, outputs } }], run), {
    instanceOf: FailedRun,
  });
}

/** The writes that move a target, without the lock. */
export const moves = ({ writes }: Stand) =>
  writes().filter((line) => /^(alias (STAGE|PROD)|stage )/.test(line));

export const lockOf = async ({ stack }: Stand) => (await stack.alias('RELEASE')).description;
