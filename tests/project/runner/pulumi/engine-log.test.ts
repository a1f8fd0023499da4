import type { EngineEvent } from '@pulumi/pulumi/automation/index.js';
import test from 'ava';
import { TakenNameError } from '../../../../infra/existing/planned.ts';
import { ConflictError, EnvironmentError, UsageError } from '../../../../runner/errors.ts';
import { EngineLog } from '../../../../runner/pulumi/engine-log.ts';
import { formatProblem } from '../../../../runner/report/message.ts';
import { LostAliasError } from '../../../../stack/lost-alias.ts';

const type = 'aws:apigateway/restApi:RestApi';
const urn = `urn:pulumi:dev::gated-lambda-release::${type}::api`;
const step = (
  op: 'create' | 'delete' | 'refresh' | 'replace' | 'same',
  before: { initErrors?: string[]; retainOnDelete?: boolean } = {},
): EngineEvent => {
  const state = { urn, type, id: '', parent: '', provider: '', inputs: {}, outputs: {} };
  const metadata = { op, urn, type, provider: '', old: { ...state, ...before }, new: state };
  return { sequence: 1, timestamp: 1, resourcePreEvent: { metadata } };
};

test('what is created is a change, and known by what the program asks for', (t) => {
  const log = new EngineLog();
  log.add(step('create'));
  log.add(step('same'));
  t.deepEqual(log.changes, [{ operation: 'create', type, name: 'api', properties: [] }]);
  t.like(log.creations, { length: 1, 0: { urn, name: 'api' } });
});

test('what the program keeps on AWS is not taken away', (t) => {
  const log = new EngineLog();
  for (const retainOnDelete of [false, true]) {
    log.add(step('delete', { retainOnDelete }));
    log.add(step('replace', { retainOnDelete }));
  }
  t.deepEqual(
    log.changes.map(({ operation }) => operation),
    ['delete', 'replace', 'forget', 'create'],
  );
});

test('what is half made is told by the state before the refresh', (t) => {
  const log = new EngineLog();
  log.add(step('refresh'));
  t.deepEqual(log.halfMade, []);
  log.add(step('refresh', { initErrors: ['PutRestApi failed'] }));
  t.deepEqual(log.halfMade, [{ urn, type, name: 'api' }]);
});

test('a warning is one line, however many resources it is about and however often it comes', (t) => {
  const log = new EngineLog();
  const warn = (message: string, about?: string): void => {
    const diagnosticEvent = { message, severity: 'warning', color: 'never' } as const;
    log.add({
      sequence: 1,
      timestamp: 1,
      diagnosticEvent: { ...diagnosticEvent, ...(about !== undefined && { urn: about }) },
    });
  };
  const urnOf = (token: string, name: string) => `urn:pulumi:dev::project::${token}::${name}`;
  warn('<{%reset%}>not modelled<{%reset%}>\n', urnOf('aws:sns/topic:Topic', 'news'));
  warn('not modelled', urnOf('aws:sqs/queue:Queue', 'jobs'));
  warn('not modelled', urnOf('aws:sqs/queue:Queue', 'jobs'));
  warn('an old plugin');
  t.deepEqual(log.describeWarnings(), ['Queue jobs, Topic news: not modelled', 'an old plugin']);
});

test('half of a target that was taken out again is refused with the way out', (t) => {
  const log = new EngineLog();
  for (const alias of ['BETA_STANDBY', 'BETA', 'BETA']) {
    const made = `urn:pulumi:dev::project::aws:lambda/permission:Permission::${alias}-permission`;
    const message = `Preview failed: resource "${made}" cannot be deleted\nbecause it is protected. To unprotect the resource, either remove the \`protect\` flag from the resource in your Pulumi program and run \`pulumi up\`, or use the command:\n\`pulumi state unprotect '${made}'\``;
    const diagnosticEvent = { message, severity: 'error', color: 'never' } as const;
    log.add({ sequence: 1, timestamp: 1, diagnosticEvent });
  }
  const error = log.explain(new Error('preview failed'), 'pulumi preview', 'dev');
  t.regex(
    error instanceof UsageError ? formatProblem(error, 'dev') : '',
    /^Nothing was changed, as pulumi up would delete Permission BETA-permission, Permission BETA_STANDBY-permission while it may serve\. Next: put what it is of back into Pulumi\.dev\.yaml, .*npm run release -- --stack dev/,
  );
});

test('a name that is taken is refused with what to type', (t) => {
  const tag = { key: 'k', value: 'v' };
  const error = new TakenNameError('function greeting', tag, 'aws lambda tag-resource …');
  const told = new EngineLog().explain(error, 'pulumi preview', 'dev');
  t.true(told instanceof UsageError);
  t.like(told, {
    resource: 'function greeting',
    next: { command: { shell: 'aws lambda tag-resource …' } },
  });
});

test('a stack that is locked is a conflict, whoever started the CLI', (t) => {
  const error = new Error('error: the stack is currently locked by 1 lock(s)');
  t.true(new EngineLog().explain(error, 'pulumi stack import', 'dev') instanceof ConflictError);
});

test('an alias that was deleted is told with the way to make it again', (t) => {
  const told = new EngineLog().explain(new LostAliasError('greeting', 'PROD'), 'pulumi up', 'dev');
  t.true(told instanceof EnvironmentError);
  t.like(told, { message: 'The alias PROD of greeting was deleted', resource: 'alias PROD' });
});
