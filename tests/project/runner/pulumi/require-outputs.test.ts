import test from 'ava';
import { UsageError } from '../../../../runner/errors.ts';
import { formatProblem } from '../../../../runner/report/message.ts';
import type { ProgramStack } from '../../../../runner/pulumi/program-stack.ts';
import { requireOutputs } from '../../../../runner/pulumi/require-outputs.ts';
import type { StackOutputs } from '../../../../stack/outputs.ts';

const outputs: StackOutputs = {
  functionName: 'greeting',
  functionArn: 'arn',
  restApiId: 'a1b2c3',
  deploymentId: 'old',
  targets: {},
};

function stackWith(known: StackOutputs | undefined): ProgramStack {
  const never = () => Promise.reject(new Error('It only reads'));
  return {
    name: 'dev',
    begin: never,
    up: never,
    preview: never,
    findLeftovers: never,
    takeOver: never,
    retire: never,
    destroy: never,
    setting: () => Promise.resolve(undefined),
    outputs: () => Promise.resolve(known),
  };
}

test('the outputs of a stack are there after its first release', async (t) => {
  t.is(await requireOutputs(stackWith(outputs)), outputs);
});

test('before that it is told which stack has none', async (t) => {
  const error = await t.throwsAsync(requireOutputs(stackWith(undefined)), {
    instanceOf: UsageError,
    message: "Stack dev has nothing provisioned yet, as far as Pulumi's state tells",
  });
  t.is(
    formatProblem(error, 'dev').split('Next: ')[1],
    'npm run release -- --stack dev --provision',
  );
});
