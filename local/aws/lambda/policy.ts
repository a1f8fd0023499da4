import { randomUUID } from 'node:crypto';

import type { RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import { functionArn } from './arn.ts';
import { conflict, invalidParameter, notFound } from './errors.ts';
import { requireAlias, requireFunction, requireVersion, meansAlias } from './lookup.ts';
import { permissionInput, permissionStatement } from './policy-statement.ts';
import { label, operation } from '../rest/operation.ts';
import { namedFunction, parseBody } from './request.ts';
import { currentRevisionId, renewRevision, verifyRevision } from './settling.ts';
import type { FunctionState, PolicyStatement } from './state.ts';

/**
 * What a policy is attached to: the bare function, a version or an alias, each with its own
 * statements. Its `RevisionId` is that of the function or alias, and a change of the policy renews
 * it (measured on AWS by other emulators' tests).
 */
interface PolicyHolder {
  readonly fn: FunctionState;
  /** Key in `fn.policies`; `$LATEST` for the bare function. */
  readonly key: string;
  readonly arn: string;
  readonly revisionId: string;
  renewRevision(): void;
}

function policyHolder(request: RestRequest, region: Region): PolicyHolder {
  const { name, qualifier } = namedFunction(request, region);
  if (qualifier === '$LATEST') {
    throw invalidParameter('We currently do not support adding policies for $LATEST.');
  }
  const fn = requireFunction(region, name, qualifier);
  const key = qualifier ?? '$LATEST';
  const arn = functionArn(region, name, qualifier);
  if (meansAlias(key)) {
    const alias = requireAlias(region, fn, key);
    const renew = () => {
      alias.revisionId = randomUUID();
    };
    return { fn, key, arn, revisionId: alias.revisionId, renewRevision: renew };
  }
  const version = requireVersion(region, fn, key);
  const revisionId = currentRevisionId(version, region.now());
  const renew = () => {
    renewRevision(version);
  };
  return { fn, key, arn, revisionId, renewRevision: renew };
}

function addPermission(request: RestRequest, region: Region): RestResponse {
  const input = parseBody(request, permissionInput);
  const holder = policyHolder(request, region);
  verifyRevision(holder.revisionId, input.RevisionId);
  const statements = statementsOf(holder);
  if (statements.some(({ Sid }) => Sid === input.StatementId)) {
    throw conflict(
      `The statement id (${input.StatementId}) provided already exists. ` +
        'Please provide a new statement id, or remove the existing statement.',
    );
  }
  const statement = permissionStatement(input, holder.arn);
  holder.fn.policies[holder.key] = [...statements, statement];
  holder.renewRevision();
  return { status: 201, body: { Statement: JSON.stringify(statement) } };
}

function removePermission(request: RestRequest, region: Region): RestResponse {
  const holder = policyHolder(request, region);
  const statements = statementsOf(holder);
  if (statements.length === 0) {
    throw notFound('No policy is associated with the given resource.');
  }
  const sid = label(request, 'StatementId');
  const kept = statements.filter(({ Sid }) => Sid !== sid);
  if (kept.length === statements.length) {
    throw notFound(`Statement ${sid} is not found in resource policy.`);
  }
  verifyRevision(holder.revisionId, request.query.get('RevisionId') ?? undefined);
  if (kept.length > 0) {
    holder.fn.policies[holder.key] = kept;
  } else {
    Reflect.deleteProperty(holder.fn.policies, holder.key);
  }
  holder.renewRevision();
  return { status: 204 };
}

function getPolicy(request: RestRequest, region: Region): RestResponse {
  const holder = policyHolder(request, region);
  const statements = statementsOf(holder);
  if (statements.length === 0) {
    throw notFound('The resource you requested does not exist.');
  }
  const policy = { Version: '2012-10-17', Id: 'default', Statement: statements };
  return { body: { Policy: JSON.stringify(policy), RevisionId: holder.revisionId } };
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
