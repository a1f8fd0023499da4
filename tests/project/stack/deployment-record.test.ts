import test from 'ava';
import {
  charactersTooMany,
  formatDeploymentRecord,
  parseDeploymentRecord,
} from '../../../stack/deployment-record.ts';
import type { StageSettings } from '../../../stack/stage-settings.ts';

const prod: StageSettings = {
  throttling: { rateLimit: 7, burstLimit: 9 },
  logging: 'INFO',
  dataTrace: false,
  variables: { table: 'orders', backend: 'https://api.test/?a=b&c=d, e' },
};

test('what a deployment was made for is read as it was written', (t) => {
  const traced = { ...prod, dataTrace: true, variables: {} };
  const record = { definition: 'abc', stages: { prod, stage: traced } };
  t.deepEqual(parseDeploymentRecord(formatDeploymentRecord(record)), record);
});

test('the order in which settings are written makes no difference', (t) => {
  const { table = '', backend = '' } = prod.variables;
  const turned = { ...prod, variables: { backend, table } };
  t.is(
    formatDeploymentRecord({ definition: 'abc', stages: { prod, stage: prod } }),
    formatDeploymentRecord({ definition: 'abc', stages: { stage: turned, prod: turned } }),
  );
});

test('one from before settings went with deployments has none', (t) => {
  t.deepEqual(parseDeploymentRecord('API definition sha256 abc'), {
    definition: 'abc',
    stages: {},
  });
});

for (const text of ['', 'by hand', 'API definition sha256 ']) {
  test(`a person's deployment says nothing: "${text}"`, (t) => {
    t.is(parseDeploymentRecord(text), undefined);
  });
}

for (const stages of ['{', '{"prod":{"throttling":7}}', '[]']) {
  test(`settings that nobody can read are none: ${stages}`, (t) => {
    t.deepEqual(parseDeploymentRecord(`API definition sha256 abc stages ${stages}`)?.stages, {});
  });
}

test('the settings of ten targets fit', (t) => {
  const stages = Array.from(
    { length: 10 },
    (_, index) => [`stage${String(index)}`, { ...prod, variables: {} }] as const,
  );
  t.is(charactersTooMany(Object.fromEntries(stages)), 0);
});

test('a description holds 1024 characters', (t) => {
  const withValue = (length: number) => ({
    prod: { ...prod, variables: { table: 'x'.repeat(length) } },
  });
  const definition = '0'.repeat(64);
  const rest = formatDeploymentRecord({ definition, stages: withValue(0) }).length;
  t.is(charactersTooMany(withValue(1024 - rest)), 0);
  t.is(charactersTooMany(withValue(1024 - rest + 3)), 3);
});
