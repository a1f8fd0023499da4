import { randomUUID } from 'node:crypto';

import type { Region } from '../region.ts';
import { functionArn } from './arn.ts';
import { isIdle, isWaking, wake } from './idleness.ts';
import { conflict, preconditionFailed } from './errors.ts';
import type { Code, FunctionConfiguration, FunctionState, VersionState } from './state.ts';

/** Whether a version is still `Pending` or `InProgress`. */
export function isSettling(version: VersionState, nowMs: number): boolean {
  return nowMs < version.settlesAt;
}

/**
 * The `RevisionId` a client sees now: that of `$LATEST` changes once more when a change settles
 * [inf, trap D7], a published version has one for ever.
 */
export function currentRevisionId(version: VersionState, nowMs: number): string {
  return isSettling(version, nowMs) ? version.changingRevisionId : version.revisionId;
}

/** Gives `$LATEST` new revision ids without another change, as a change of tags or policy does. */
export function renewRevision(version: VersionState, revisionId: string = randomUUID()): void {
  version.changingRevisionId = revisionId;
  version.revisionId = revisionId;
}

/** PreconditionFailedException (412) where a client's `RevisionId` is not the current one. */
export function verifyRevision(
  current: string,
  given: string | undefined,
  source: Parameters<typeof preconditionFailed>[0] = 'GetFunction/GetAlias',
): void {
  if (given !== undefined && given !== current) {
    throw preconditionFailed(source);
  }
}

/**
 * ResourceConflictException (409) while `$LATEST` is being created or updated: then neither code nor
 * configuration may change, and nothing be published (AWS, "Lambda function states").
 */
export function verifySettled(region: Region, name: string, version: VersionState): void {
  if (isWaking(region, version)) {
    throw conflict(pendingMessage);
  }
  if (!isSettling(version, region.now())) {
    return;
  }
  throw conflict(
    version.change === 'create'
      ? pendingMessage
      : 'The operation cannot be performed at this time. ' +
          `An update is in progress for resource: ${functionArn(region, name)}`,
  );
}

/**
 * ResourceConflictException (409) where a version cannot be invoked yet. One that is `Inactive` begins to
 * wake by that [inf: in the same words as while it is `Pending`, trap D5].
 */
export function verifyInvocable(region: Region, fn: FunctionState, version: VersionState): void {
  const idle = isIdle(region, fn, version);
  if (idle) {
    wake(region, version);
  }
  const isCreated = version.change === 'create' && isSettling(version, region.now());
  if (idle || isCreated || isWaking(region, version)) {
    throw conflict(pendingMessage);
  }
}

const pendingMessage =
  'The operation cannot be performed at this time. ' +
  'The function is currently in the following state: Pending';

/** The code and configuration that serve now: the former ones until an update has settled. */
export function inEffect(version: VersionState, nowMs: number): VersionState {
  return version.former !== undefined && isSettling(version, nowMs) ? version.former : version;
}

/** A version that begins to settle now, `Pending` when created and `InProgress` when updated. */
export function beginVersion(
  region: Region,
  content: {
    readonly version: string;
    readonly configuration: FunctionConfiguration;
    readonly code: Code;
    readonly change: VersionState['change'];
    /** Left out: after the time that such a change takes. */
    readonly settlesAt?: number;
  },
): VersionState {
  const now = region.now();
  const { pendingMs, inProgressMs } = region.timings;
  const revisionId = randomUUID();
  return {
    ...content,
    modifiedAt: now,
    settlesAt: content.settlesAt ?? now + (content.change === 'create' ? pendingMs : inProgressMs),
    changingRevisionId: content.version === '$LATEST' ? randomUUID() : revisionId,
    revisionId,
  };
}

/**
 * The next `$LATEST` after an update. The present one keeps serving until it settles, as the same
 * object, so that its warm processes do too.
 */
export function updateLatest(
  region: Region,
  present: VersionState,
  change: { readonly configuration?: FunctionConfiguration; readonly code?: Code },
): VersionState {
  const next = beginVersion(region, {
    version: '$LATEST',
    configuration: change.configuration ?? present.configuration,
    code: change.code ?? present.code,
    change: 'update',
  });
  delete present.former;
  return { ...next, former: present };
}
