import {
  DeleteDeploymentCommand,
  DeleteStageCommand,
  TagResourceCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import {
  DeleteAliasCommand,
  GetAliasCommand,
  PublishVersionCommand,
  RemovePermissionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import { openProvisionRecord } from '../../../../runner/aws/unchanged-stack.ts';
import { provisionedAlias } from '../../../../stack/names.ts';
import { programTag } from '../../../../stack/program-fingerprint.ts';
import { toTags } from '../../../../stack/stack-tag.ts';
import { region } from '../../../../local/tests/_helpers/account.ts';
import { createContext } from '../../behaviour/release/_release.ts';
import { createStack, functionName, type TestStack } from '../../behaviour/release/_stack.ts';

/** A stack that a release has left, with what it wrote down. */
async function openRecorded(t: ExecutionContext) {
  const stack = await createStack(t, {}, { hasStandby: true });
  const { lambda } = stack.clients;
  await lambda.send(new PublishVersionCommand({ FunctionName: functionName }));
  for (const Name of ['STAGE', 'PROD']) {
    await lambda.send(
      new UpdateAliasCommand({ FunctionName: functionName, Name, FunctionVersion: '1' }),
    );
  }
  await tagApi(stack, 'f1');
  const bundle = { zip: Buffer.alloc(0), codeSha256: '' };
  const { clients, settings } = createContext(t, stack, { bundle });
  const open = (fingerprint: string) => openProvisionRecord(clients, settings, () => fingerprint);
  await open('f1').write(stack.outputs);
  return { stack, open };
}

/** What `pulumi up` does, whoever runs it. */
async function tagApi({ clients: { apigateway }, outputs }: TestStack, fingerprint: string) {
  const resourceArn = `arn:aws:apigateway:${region}::/restapis/${outputs.restApiId}`;
  await apigateway.send(
    new TagResourceCommand({ resourceArn, tags: toTags(programTag(fingerprint)) }),
  );
}

async function editRecord({ clients: { lambda } }: TestStack, edit: (text: string) => string) {
  const name = { FunctionName: functionName, Name: provisionedAlias };
  const { Description = '' } = await lambda.send(new GetAliasCommand(name));
  await lambda.send(new UpdateAliasCommand({ ...name, Description: edit(Description) }));
}

test('a stack that nobody changed is known from AWS alone, in two rounds of calls', async (t) => {
  const { stack, open } = await openRecorded(t);
  stack.aws.calls.clear();
  const found = await open('f1').findUnchanged();
  t.deepEqual(found?.outputs, stack.outputs);
  t.true(found !== undefined && Date.now() - found.since.getTime() < 60_000);
  const calls = stack.aws.calls.list().map(({ operation }) => operation);
  const firstRound = ['GetAlias', 'GetAlias', 'GetFunctionConfiguration'];
  t.deepEqual(calls.slice(0, 3).sort(), firstRound);
  t.is(calls.length, firstRound.length + 8);
});

const changes: Record<string, (stack: TestStack) => Promise<unknown>> = {
  'the timeout of the function': ({ clients: { lambda } }) =>
    lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: functionName, Timeout: 9 })),
  'the tracing of a stage': ({ clients: { apigateway }, outputs: { restApiId } }) =>
    apigateway.send(
      new UpdateStageCommand({
        restApiId,
        stageName: 'prod',
        patchOperations: [{ op: 'replace', path: '/tracingEnabled', value: 'true' }],
      }),
    ),
  'a standby stage that is gone': ({ clients: { apigateway }, outputs: { restApiId } }) =>
    apigateway.send(new DeleteStageCommand({ restApiId, stageName: 'prod_standby' })),
  'the deployments, of which the program’s newest is gone': async (stack) => {
    const { restApiId, deploymentId } = stack.outputs;
    const { apigateway } = stack.clients;
    const value = await stack.deployApi((body) => body.replace("'no-store'", "'new'"));
    for (const stageName of ['stage', 'prod', 'prod_standby']) {
      const patchOperations = [{ op: 'replace' as const, path: '/deploymentId', value }];
      await apigateway.send(new UpdateStageCommand({ restApiId, stageName, patchOperations }));
    }
    await apigateway.send(new DeleteDeploymentCommand({ restApiId, deploymentId }));
  },
  'a permission': ({ clients: { lambda } }) =>
    lambda.send(
      new RemovePermissionCommand({
        FunctionName: functionName,
        Qualifier: 'PROD',
        StatementId: 'api',
      }),
    ),
  'the program, by a pulumi up': (stack) => tagApi(stack, 'f2'),
  'the record, by hand': (stack) => editRecord(stack, () => 'not a record'),
  'the record, which is gone': ({ clients: { lambda } }) =>
    lambda.send(new DeleteAliasCommand({ FunctionName: functionName, Name: provisionedAlias })),
  'nothing for more than a day': (stack) =>
    editRecord(stack, (text) => text.replace(/"at":"[^"]*"/, '"at":"2020-01-01T00:00:00.000Z"')),
  'the clock, into the future': (stack) =>
    editRecord(stack, (text) => text.replace(/"at":"[^"]*"/, '"at":"2120-01-01T00:00:00.000Z"')),
  'what the first target serves, to code without a version': ({ clients: { lambda } }) =>
    lambda.send(
      new UpdateAliasCommand({
        FunctionName: functionName,
        Name: 'STAGE',
        FunctionVersion: '$LATEST',
      }),
    ),
};

for (const [what, change] of Object.entries(changes)) {
  test(`Pulumi has to be asked when somebody changed ${what}`, async (t) => {
    const { stack, open } = await openRecorded(t);
    await change(stack);
    t.is(await open('f1').findUnchanged(), undefined);
  });
}

test('while a region is skipped, for which Pulumi cannot be asked, its last look may be long ago', async (t) => {
  const { stack, open } = await openRecorded(t);
  await changes['nothing for more than a day']?.(stack);
  t.deepEqual((await open('f1').findUnchanged(true))?.outputs, stack.outputs);
  t.is(await open('f2').findUnchanged(true), undefined);
});

test('Pulumi has to be asked when program or settings are others', async (t) => {
  const { open } = await openRecorded(t);
  t.is(await open('f2').findUnchanged(), undefined);
});

test('moves of traffic change nothing of what was provisioned', async (t) => {
  const { stack, open } = await openRecorded(t);
  const { restApiId } = stack.outputs;
  const deploymentId = await stack.deployApi((body) => body.replace("'no-store'", "'new'"));
  await stack.clients.apigateway.send(
    new UpdateStageCommand({
      restApiId,
      stageName: 'prod',
      patchOperations: [
        { op: 'replace', path: '/deploymentId', value: deploymentId },
        { op: 'replace', path: '/variables/LambdaAlias', value: 'PROD_STANDBY' },
        { op: 'replace', path: '/canarySettings/percentTraffic', value: '5' },
        { op: 'replace', path: '/variables/colour', value: 'green' },
        { op: 'replace', path: '/*/*/throttling/rateLimit', value: '7' },
      ],
    }),
  );
  t.deepEqual((await open('f1').findUnchanged())?.outputs, stack.outputs);
});

test('nothing is written down of what another program provisioned meanwhile', async (t) => {
  const { stack, open } = await openRecorded(t);
  await open('f2').write(stack.outputs);
  await tagApi(stack, 'f2');
  t.is(await open('f2').findUnchanged(), undefined);
});

test('before the first pulumi up nothing is known', async (t) => {
  const stack = await createStack(t);
  const bundle = { zip: Buffer.alloc(0), codeSha256: '' };
  const { clients, settings } = createContext(t, stack, { bundle });
  const program = { ...settings.program, function: { ...settings.program.function, name: 'none' } };
  const record = openProvisionRecord(clients, { ...settings, program }, () => 'f1');
  t.is(await record.findUnchanged(), undefined);
});
