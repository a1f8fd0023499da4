import { randomUUID } from 'node:crypto';

import { byName } from '../by-name.ts';
import { AwsError } from '../errors.ts';
import type { RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import { functionArn } from './arn.ts';
import { conflict, invalidParameter, notFound } from './errors.ts';
import {
  findVersion,
  functionNotFound,
  meansAlias,
  requireAlias,
  requireFunction,
  requireVersion,
} from './lookup.ts';
import { permissionInput, permissionStatement } from './policy-statement.ts';
import { label, operation } from '../rest/operation.ts';
import { namedFunction, parseBody } from './request.ts';
import { currentRevisionId, renewRevision, verifyRevision } from './settling.ts';
import type { FunctionState, PolicyStatement } from './state.ts';

/**
 * What a policy is attached to: the bare function, a version or an alias, each with its own
 * statements. A change of the policy gives it a `RevisionId`, which `$LATEST` or the alias takes on;
 * publishing, which changes that of `$LATEST`, leaves the policy's as it is.
 */
interface PolicyHolder {
  readonly fn: FunctionState;
  /** Key in `fn.policies`; `$LATEST` for the bare function. */
  readonly key: string;
  readonly arn: string;
  readonly revisionId: string;
  setRevision(revisionId: string): void;
}

/** @param refusal what to throw where function, version or alias are not there. */
function policyHolder(
  request: RestRequest,
  region: Region,
  refusal: (arn: string) => string | undefined,
): PolicyHolder {
  const { name, qualifier } = namedFunction(request, region);
  if (qualifier === '$LATEST') {
    throw invalidParameter('We currently do not support adding policies for $LATEST.');
  }
  const arn = functionArn(region, name, qualifier);
  const key = qualifier ?? '$LATEST';
  const found = region.state.lambda.functions[name];
  const missing = found === undefined || !holds(found, key) ? refusal(arn) : undefined;
  if (missing !== undefined) {
    throw notFound(missing);
  }
  const fn = requireFunction(region, name, qualifier);
  const own = fn.policyRevisions?.[key];
  if (!meansAlias(key)) {
    const version = requireVersion(region, fn, key);
    const revisionId = own ?? currentRevisionId(version, region.now());
    const setRevision = (next: string) => {
      if (version === fn.latest) {
        renewRevision(version, next);
      }
    };
    return { fn, key, arn, revisionId, setRevision };
  }
  if (key.includes('$')) {
    throw functionNotFound(region, name, key);
  }
  const alias = requireAlias(region, fn, key);
  const setRevision = (next: string) => {
    alias.revisionId = next;
  };
  return { fn, key, arn, revisionId: own ?? alias.revisionId, setRevision };
}

function holds(fn: FunctionState, key: string): boolean {
  return meansAlias(key) ? fn.aliases[key] !== undefined : findVersion(fn, key) !== undefined;
}

/** Bytes of a policy as GetPolicy shows it. */
const policyLimit = 20_480;

function policyText(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements });
}

/** @throws {PolicyLengthExceededException} (400) */
function verifyLength(statements: readonly PolicyStatement[]): void {
  const size = Buffer.byteLength(policyText(statements));
  if (size > policyLimit) {
    throw new AwsError(
      'PolicyLengthExceededException',
      400,
      `The final policy size (${String(size)}) is bigger than the limit (${String(policyLimit)}).`,
    );
  }
}

function changePolicy(holder: PolicyHolder, statements: PolicyStatement[]): void {
  const { fn, key } = holder;
  const revisionId = randomUUID();
  holder.setRevision(revisionId);
  if (statements.length > 0) {
    fn.policies[key] = statements;
    fn.policyRevisions = byName(fn.policyRevisions ?? {}, { [key]: revisionId });
  } else {
    forgetPolicy(fn, key);
  }
}

/** Takes away the policy of a function, version or alias. */
export function forgetPolicy(fn: FunctionState, key: string): void {
  Reflect.deleteProperty(fn.policies, key);
  Reflect.deleteProperty(fn.policyRevisions ?? {}, key);
}

function addPermission(request: RestRequest, region: Region): RestResponse {
  const input = parseBody(request, permissionInput);
  const holder = policyHolder(request, region, () => undefined);
  verifyRevision(holder.revisionId, input.RevisionId, 'GetPolicy');
  const statements = statementsOf(holder);
  if (statements.some(({ Sid }) => Sid === input.StatementId)) {
    throw conflict(
      `The statement id (${input.StatementId}) provided already exists. ` +
        'Please provide a new statement id, or remove the existing statement.',
    );
  }
  const statement = permissionStatement(input, holder.arn);
  const changed = [...statements, statement];
  verifyLength(changed);
  changePolicy(holder, changed);
  return { status: 201, body: { Statement: JSON.stringify(statement) } };
}

function removePermission(request: RestRequest, region: Region): RestResponse {
  const holder = policyHolder(request, region, (arn) => `No policy found for: ${arn}`);
  const statements = statementsOf(holder);
  if (statements.length === 0) {
    throw notFound('No policy is associated with the given resource.');
  }
  const sid = label(request, 'StatementId');
  const kept = statements.filter(({ Sid }) => Sid !== sid);
  if (kept.length === statements.length) {
    throw notFound(`Statement ${sid} is not found in resource policy.`);
  }
  const given = request.query.get('RevisionId') ?? undefined;
  verifyRevision(holder.revisionId, given, 'GetPolicy');
  changePolicy(holder, kept);
  return { status: 204 };
}

function getPolicy(request: RestRequest, region: Region): RestResponse {
  const nothing = 'The resource you requested does not exist.';
  const holder = policyHolder(request, region, () => nothing);
  const statements = statementsOf(holder);
  if (statements.length === 0) {
    throw notFound(nothing);
  }
  return { body: { Policy: policyText(statements), RevisionId: holder.revisionId } };
}

function statementsOf({ fn, key }: PolicyHolder): readonly PolicyStatement[] {
  return fn.policies[key] ?? [];
}

const path = '/2015-03-31/functions/{FunctionName}/policy';

export const policyOperations = [
  operation('AddPermission', `POST ${path}`, addPermission),
  operation('RemovePermission', `DELETE ${path}/{StatementId}`, removePermission),
  operation('GetPolicy', `GET ${path}`, getPolicy),
];
