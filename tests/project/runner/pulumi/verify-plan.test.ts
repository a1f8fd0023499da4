import test from 'ava';
import { UsageError } from '../../../../runner/errors.ts';
import type { PlannedChange } from '../../../../runner/pulumi/engine-log.ts';
import { verifyPlan } from '../../../../runner/pulumi/verify-plan.ts';

const settings = { stack: 'dev' };
const change = (operation: string, type: string, name: string): PlannedChange => ({
  operation,
  type,
  name,
  properties: [],
});

function verify(...changes: readonly PlannedChange[]): void {
  verifyPlan({ changes, outputs: undefined, previous: undefined, warnings: [] }, settings);
}

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
  'does without a standby stage': change(
    'delete',
    'aws:apigateway/stage:Stage',
    'prod_standby-stage',
  ),
  'does without a standby stage in another region': change(
    'delete',
    'aws:apigateway/stage:Stage',
    'us-east-1-prod_standby-stage',
  ),
  'takes back what a standby stage may call': change(
    'delete',
    'aws:lambda/permission:Permission',
    'prod_standby-calls-PROD_STANDBY',
  ),
  'forgets what stays on AWS': change(
    'forget',
    'aws:lambda/permission:Permission',
    'prod-calls-63880a2d',
  ),
  'deletes a log group': change('delete', 'aws:cloudwatch/logGroup:LogGroup', 'prod-access-logs'),
};

for (const [title, planned] of Object.entries(fine)) {
  test(`a plan that ${title} is fine`, (t) => {
    t.notThrows(() => verify(planned));
  });
}

for (const [type, name] of [
  ['aws:lambda/alias:Alias', 'PROD_STANDBY-alias'],
  ['aws:lambda/permission:Permission', 'PROD_STANDBY-permission'],
  ['aws:apigateway/stage:Stage', 'standby-stage'],
  ['aws:apigateway/stage:Stage', 'us-east-1-prod-stage'],
] as const) {
  test(`a plan that would delete ${name}, which may serve, is refused`, (t) => {
    t.throws(() => verify(change('delete', type, name)), { instanceOf: UsageError });
  });
}
