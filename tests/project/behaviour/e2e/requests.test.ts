import { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import {
  AddPermissionCommand,
  GetPolicyCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import test from 'ava';
import fc from 'fast-check';
import { z } from 'zod';
import { createReleasedCheckout } from './_released.ts';
import { functionName } from './_live.ts';

const checkout = await createReleasedCheckout({ areTiersGreen: true });
test.after.always(() => checkout.close());

test.before(() => checkout.serve());

const greetingOf = (name: string) =>
  checkout.ask('prod', `/greeting?name=${encodeURIComponent(name)}`);

const awkward = fc.constantFrom(
  ...['"', "'", '\\', '\\"', "\\'", '\\u0000', '${}', '${name}', '$input', "$input.params('name')"],
  ...[
    '$util.escapeJavaScript(1)',
    '#set($x = 1)',
    '##',
    '#*',
    '*#',
    '#if',
    '#end',
    '$!{x}',
    '#[[',
    ']]#',
  ],
  ...[
    '\n',
    '\r\n',
    '\t',
    '\0',
    '\u2028',
    '\u0085',
    '\u007f',
    '{',
    '}',
    '%',
    '%22',
    '+',
    '&',
    '=',
    '#',
    '/',
  ],
  ...['😀', '👩‍👩‍👧', 'é', 'e\u0301', '世界', '\ufeff', '\u202e', '\uffff', '</script>', '..', ' '],
);
const names = fc
  .array(fc.oneof(awkward, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 40 })
  .map((parts) => parts.join(''));

test.serial('a name comes back exactly as it was sent, or as 400', async (t) => {
  t.timeout(240_000);
  let greeted = 0;
  await fc.assert(
    fc.asyncProperty(names, async (name) => {
      const { status, body } = await greetingOf(name);
      const length = Array.from(name).length;
      t.is(status, length <= 100 ? 200 : 400, JSON.stringify({ name, body }));
      if (status === 200) {
        t.deepEqual(body, { greeting: `Hello, ${name === '' ? 'World' : name}!` });
        greeted += 1;
      }
    }),
    { numRuns: 200 },
  );
  t.true(greeted > 50, String(greeted));
});

for (const [what, character] of [
  ['letters', 'a'],
  ['quotes', '"'],
  ['dollars', '$'],
  ['emoji', '😀'],
] as const) {
  test.serial(`10,000 ${what} are refused, not failed on`, async (t) => {
    for (const length of [101, 1000, 10_000]) {
      const { status } = await greetingOf(character.repeat(length));
      t.true(status >= 400 && status < 500, `${String(length)}: ${String(status)}`);
    }
  });
}

const internalError = { status: 500, body: { message: 'Internal server error' } };
const policyOf = z.object({ Statement: z.array(z.looseObject({ Sid: z.string() })) });

test.serial('stage cannot call PROD', async (t) => {
  const { apigateway } = checkout.clients();
  const restApiId = await checkout.restApiId();
  const point = (value: string) =>
    apigateway.send(
      new UpdateStageCommand({
        restApiId,
        stageName: 'stage',
        patchOperations: [{ op: 'replace', path: '/variables/LambdaAlias', value }],
      }),
    );
  await point('PROD');
  t.like(await checkout.ask('stage'), internalError);
  await point('STAGE');
  t.is((await checkout.ask('stage')).status, 200);
});

test.serial('a grant on the unqualified function does not open an alias', async (t) => {
  const { lambda } = checkout.clients();
  const qualified = { FunctionName: functionName, Qualifier: 'STAGE' };
  const { Policy = '{}' } = await lambda.send(new GetPolicyCommand(qualified));
  const { Statement } = policyOf.parse(JSON.parse(Policy));
  t.is(Statement.length, 1);
  const [{ Sid: StatementId } = { Sid: '' }] = Statement;
  await lambda.send(new RemovePermissionCommand({ ...qualified, StatementId }));
  const grant = {
    StatementId: 'open',
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
  };
  await lambda.send(new AddPermissionCommand({ FunctionName: functionName, ...grant }));
  t.like(await checkout.ask('stage'), internalError);
  t.is((await checkout.ask('prod')).status, 200);
  await lambda.send(new AddPermissionCommand({ ...qualified, ...grant }));
  t.is((await checkout.ask('stage')).status, 200, 'the grant on the alias does');
});
