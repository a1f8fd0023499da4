import test from 'ava';
import { outputsIn, parseOutputs } from '../../../stack/outputs.ts';

const target = {
  alias: 'PROD',
  aliasArn: 'arn:aws:lambda:eu-west-1:123456789012:function:greeting:PROD',
  apiStage: 'prod',
  url: 'https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod',
};
const outputs = {
  functionName: 'greeting',
  functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:greeting',
  restApiId: 'a1b2c3',
  deploymentId: 'd4e5f6',
  targets: { prod: target },
};

test('what the program gives out is read, and what it does not know is left out', (t) => {
  t.deepEqual(parseOutputs({ ...outputs, more: 1 }), outputs);
});

for (const key of Object.keys(outputs)) {
  test(`a stack without the output ${key} was not made by this program`, (t) => {
    t.throws(() => parseOutputs({ ...outputs, [key]: undefined }), { name: 'ZodError' });
  });
}

for (const key of Object.keys(target)) {
  test(`a target without ${key} was not made by this program`, (t) => {
    const broken = { ...outputs, targets: { prod: { ...target, [key]: undefined } } };
    t.throws(() => parseOutputs(broken), { name: 'ZodError' });
  });
}

test('each region has what it gave out, and one that was not provisioned has nothing', (t) => {
  const american = { ...outputs, restApiId: 'x9y8z7' };
  const all = parseOutputs({ ...outputs, regions: { 'us-east-1': american } });
  t.deepEqual(outputsIn(all, 'eu-west-1', 'eu-west-1'), outputs);
  t.deepEqual(outputsIn(all, 'us-east-1', 'eu-west-1'), american);
  t.is(outputsIn(all, 'sa-east-1', 'eu-west-1'), undefined);
  t.is(outputsIn(parseOutputs(outputs), 'us-east-1', 'eu-west-1'), undefined);
});

test('a URL is one that can be called', (t) => {
  const broken = { ...outputs, targets: { prod: { ...target, url: '/prod' } } };
  t.throws(() => parseOutputs(broken), { name: 'ZodError' });
});
