import test from 'ava';
import { EnvironmentError, UsageError } from '../../../../runner/errors.ts';
import type { PlannedChange } from '../../../../runner/pulumi/engine-log.ts';
import { verifyPlan } from '../../../../runner/pulumi/verify-plan.ts';

const settings = { stack: 'dev' };
const previous = {
  functionName: 'greeting',
  functionArn: 'arn',
  restApiId: 'a1b2c3',
  deploymentId: 'd4e5f6',
  targets: {
    prod: { alias: 'PROD', aliasArn: 'arn', apiStage: 'prod', url: 'https://api.test/prod' },
  },
};

const change = (operation: string, type: string, name: string): PlannedChange => ({
  operation,
  type,
  name,
  properties: [],
});

function verify(...changes: readonly PlannedChange[]): void {
  verifyPlan({ changes, outputs: undefined, previous }, settings);
}

test('where the function itself is made again, nothing serves that its aliases could harm', (t) => {
  const alias = change('create', 'aws:lambda/alias:Alias', 'PROD-alias');
  t.throws(() => verify(alias), { instanceOf: EnvironmentError });
  t.notThrows(() => verify(change('create', 'aws:lambda/function:Function', 'function'), alias));
});

for (const [operation, type] of [
  ['delete', 'aws:lambda/function:Function'],
  ['replace', 'aws:lambda/alias:Alias'],
  ['delete', 'aws:lambda/permission:Permission'],
  ['replace', 'aws:apigateway/restApi:RestApi'],
  ['delete', 'aws:apigateway/stage:Stage'],
] as const) {
  test(`a plan that would ${operation} ${type} is refused`, (t) => {
    const harmless = change('update', type, 'another');
    t.throws(() => verify(harmless, change(operation, type, 'x')), {
      instanceOf: UsageError,
      message: new RegExp(`pulumi up would ${operation} \\w+ x while it may serve$`),
    });
  });
}

const fine: Readonly<Record<string, PlannedChange>> = {
  'updates what serves': change('update', 'aws:lambda/function:Function', 'function'),
  'makes a new alias': change('create', 'aws:lambda/alias:Alias', 'DEMO-alias'),
  'replaces a deployment': change('replace', 'aws:apigateway/deployment:Deployment', 'deployment'),
  'deletes a log group': change('delete', 'aws:cloudwatch/logGroup:LogGroup', 'prod-access-logs'),
};

for (const [title, planned] of Object.entries(fine)) {
  test(`a plan that ${title} is fine`, (t) => {
    t.notThrows(() => verify(planned));
  });
}

test('an alias that serves and is gone is not made again at $LATEST', (t) => {
  t.throws(() => verify(change('create', 'aws:lambda/alias:Alias', 'PROD-alias')), {
    instanceOf: EnvironmentError,
    message: 'The alias PROD of greeting was deleted',
  });
});

test('before the first time every alias is made', (t) => {
  const changes = [change('create', 'aws:lambda/alias:Alias', 'PROD-alias')];
  t.notThrows(() => verifyPlan({ changes, outputs: undefined, previous: undefined }, settings));
});
