import test, { type ExecutionContext } from 'ava';
import { program } from '../../../infra/program.ts';
import { parseOutputs } from '../../../stack/outputs.ts';
import { SettingsError } from '../../../stack/settings.ts';
import { project } from '../../../stack/stack-file.ts';
import { startEmbedded } from '../_helpers/embedded.ts';
import { useEndpoint } from '../behaviour/release/_runner-calls.ts';
import { runProgram } from './_resources.ts';

async function run(t: ExecutionContext, config: Readonly<Record<string, unknown>>) {
  const { url } = await startEmbedded(t);
  useEndpoint(t, url);
  const texts = Object.entries(config).map(
    ([key, value]) => [`${project}:${key}`, JSON.stringify(value)] as const,
  );
  return runProgram(program, Object.fromEntries(texts));
}

test.serial('a stack gives out what the runner reads', async (t) => {
  const { outputs } = await run(t, { function: { name: 'greeting' } });
  const { functionName, restApiId, deploymentId, targets } = parseOutputs(outputs);
  t.deepEqual([functionName, restApiId, deploymentId], ['greeting', 'api-id', 'deployment-id']);
  t.deepEqual(Object.keys(targets), ['stage', 'prod']);
});

test.serial('a stack has the targets that it says', async (t) => {
  const targets = [{ name: 'demo', alias: 'DEMO', apiStage: 'demo' }];
  const { outputs, resources } = await run(t, { function: { name: 'greeting' }, targets });
  t.deepEqual(Object.keys(parseOutputs(outputs).targets), ['demo']);
  t.is(resources.filter(({ type }) => type === 'aws:lambda/alias:Alias').length, 2);
});

test.serial(
  'the account of API Gateway is left alone unless the stack says otherwise',
  async (t) => {
    const isOfAccount = ({ name }: { readonly name: string }) => name.startsWith('api-gateway-');
    const { resources } = await run(t, { function: { name: 'greeting' } });
    t.false(resources.some(isOfAccount));
    const settings = { function: { name: 'greeting' }, manageApiGatewayAccount: true };
    t.is((await run(t, settings)).resources.filter(isOfAccount).length, 3);
  },
);

test.serial('a wrong configuration makes nothing', async (t) => {
  await t.throwsAsync(run(t, { function: { name: 'no spaces' } }), {
    instanceOf: SettingsError,
    message: /function\.name: must be/,
  });
});
