import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@cfworker/json-schema';
import test from 'ava';
import fc from 'fast-check';
import { format, type FormatConfig } from 'oxfmt';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from '../../../runner/root.ts';
import { SettingsError } from '../../../stack/settings.ts';
import { writeSettingsDocument } from '../../../stack/settings-document.ts';
import { project } from '../../../stack/project.ts';
import { parseStackFile } from '../../../stack/stack-file.ts';
import { makeStackFileSchema } from '../../../stack/stack-file-schema.ts';

const schema = makeStackFileSchema();
const asJson = JSON.stringify(schema);
const validator = new Validator(z.looseObject({}).parse(JSON.parse(asJson)), '7');

function isRefused(contents: unknown): boolean {
  try {
    parseStackFile('dev', contents, 'eu-west-1');
    return false;
  } catch (error) {
    if (error instanceof SettingsError) {
      return true;
    }
    throw error;
  }
}

const saysSchema = (contents: unknown) => validator.validate(contents).valid;

const read = (path: string) => readFileSync(join(root, path), 'utf8');

async function formatted(path: string, text: string): Promise<string> {
  const config = JSON.parse(read('.oxfmtrc.json')) as FormatConfig;
  const { code, errors } = await format(path, text, config);
  return errors.length === 0 ? code : JSON.stringify(errors);
}

test('the committed schema and document are those of the settings (npm run schema)', async (t) => {
  t.deepEqual<unknown, unknown>(
    JSON.parse(read('stack/stack-file.schema.json')),
    JSON.parse(asJson),
  );
  const document = 'docs/settings.md';
  t.is(read(document), await formatted(document, writeSettingsDocument(schema)));
});

for (const file of globSync('Pulumi.*.yaml', { cwd: root })) {
  test(`${file} fits the schema`, (t) => {
    t.deepEqual(validator.validate(parse(read(file))).errors, []);
  });
}

const fn = { name: 'greeting' };
const withConfig = (changes: object) => ({
  config: { 'aws:region': 'eu-west-1', [`${project}:function`]: fn, ...changes },
});
const key = (name: string) => `${project}:${name}`;
const target = { name: 'prod', alias: 'PROD', apiStage: 'prod' };

const examples: Readonly<Record<string, unknown>> = {
  'the least': withConfig({}),
  'no region': { config: { [key('function')]: fn } },
  'no function': { config: { 'aws:region': 'eu-west-1' } },
  nothing: {},
  'a configuration that is none': { config: [] },
  'keys of others': withConfig({ [`not-${project}:function`]: 7, 'aws:profile': 'p' }),
  'a mistyped key': withConfig({ [key('target')]: [] }),
  'a mistyped key within': withConfig({ [key('function')]: { ...fn, memorysize: 128 } }),
  'a secret': withConfig({
    [key('function')]: { ...fn, environment: { KEY: { secure: 'v1:x' } } },
  }),
  'a secret where none may be': withConfig({ [key('function')]: { name: { secure: 'v1:x' } } }),
  'a secret with more': withConfig({
    [key('function')]: { ...fn, environment: { KEY: { secure: 'v1:x', plain: 'x' } } },
  }),
  'a flag as Pulumi writes it': withConfig({ [key('manageApiGatewayAccount')]: 'true' }),
  'a flag that is none': withConfig({ [key('manageApiGatewayAccount')]: 'yes' }),
  'no targets': withConfig({ [key('targets')]: [] }),
  'a variable of the runner': withConfig({
    [key('targets')]: [{ ...target, variables: { LambdaAlias: 'PROD' } }],
  }),
  'a rollout': withConfig({ [key('targets')]: [{ ...target, rollout: { steps: [5, 50] } }] }),
  'a rollout without steps': withConfig({ [key('targets')]: [{ ...target, rollout: {} }] }),
  'values of the API': withConfig({ [key('api')]: { values: { certificate: 'x', timeout: 5 } } }),
  'a value by a name that is taken': withConfig({ [key('api')]: { values: { region: 'x' } } }),
};

for (const [title, contents] of Object.entries(examples)) {
  test(`schema and validator say the same of ${title}`, (t) => {
    t.is(saysSchema(contents), !isRefused(contents));
  });
}

/** Values right and wrong for each setting of a function that stands by itself. */
const settings = {
  runtime: ['nodejs22.x', 'nodejs20.x'],
  architecture: ['arm64', 'arm'],
  handler: ['index.a', 'index', 'a b.c'],
  memorySize: [128, 127, 10_241, 128.5, '128'],
  timeout: [1, 900, 901],
  ephemeralStorage: [512, 511],
  environment: [
    {},
    { AB: 'x' },
    { AB: 1 },
    { A: 'x' },
    { AWS_REGION: 'x' },
    { AB: { secure: 'x' } },
  ],
  kmsKey: ['arn:aws:kms:eu-west-1:123456789012:key/a', 'a'],
  tracing: ['Active', 'active'],
  layers: [[], ['arn:aws:lambda:eu-west-1:123456789012:layer:a:1'], ['a'], 'a'],
  deadLetter: ['arn:aws:sqs:eu-west-1:123456789012:a', 'a'],
  vpc: [{ subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] }, { subnetIds: [] }, {}],
  reservedConcurrency: [0, -1],
  policies: [
    {},
    { managed: ['arn:aws:iam::aws:policy/a'] },
    { managed: ['a'] },
    { statements: [{ Effect: 'Allow', Action: 's3:Get*', Resource: ['*'] }] },
    { statements: [{ Effect: 'Allow', Action: [], Resource: '*' }] },
  ],
  permissionsBoundary: ['arn:aws:iam::123456789012:policy/a', 'a'],
  logRetentionDays: [14, 15],
  tags: [{}, { team: 'ä b' }, { 'aws:x': 'y' }, { team: 'a;b' }],
  tracng: ['Active'],
};

test('schema and validator say the same of any settings of a function', (t) => {
  const arbitraries = Object.fromEntries(
    Object.entries(settings).map(([name, values]) => [
      name,
      fc.oneof({ weight: 9, arbitrary: fc.constantFrom<unknown>(...values) }, fc.jsonValue()),
    ]),
  );
  fc.assert(
    fc.property(fc.record(arbitraries, { requiredKeys: [] }), (made) => {
      const contents = withConfig({ [key('function')]: { ...fn, ...made } });
      t.is(saysSchema(contents), !isRefused(contents), JSON.stringify(made));
    }),
    { numRuns: 300 },
  );
});
