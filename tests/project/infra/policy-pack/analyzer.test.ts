import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import analyzerProto from '@pulumi/pulumi/proto/analyzer_pb.js';
import test from 'ava';
import { parse } from 'yaml';
import { z } from 'zod';
import { rules } from '../../../../infra/policy-pack/rules.ts';
import { unknownValue } from '../../../../local/provider/properties.ts';
import { packFolder, startAnalyzer } from './_analyzer.ts';
import { alias, logGroup, permission } from './_resources.ts';

const analyzer = await startAnalyzer();
test.after.always(() => analyzer.close());

const { ADVISORY, MANDATORY } = analyzerProto.EnforcementLevel;

test("Pulumi's loader starts the pack, and every rule is in it", async (t) => {
  const info = await analyzer.info();
  t.is(info.getName(), 'gated-lambda-release');
  t.is(info.getVersion(), '0.1.0');
  t.deepEqual(
    info.getPoliciesList().map((policy) => policy.getName()),
    rules.map(({ name }) => name),
  );
});

test('the engine is told of what breaks a rule, and that it must stop', async (t) => {
  const told = async (resource: Parameters<typeof analyzer.analyze>[0]) =>
    (await analyzer.analyze(resource)).map((diagnostic) => {
      t.is(diagnostic.getEnforcementlevel(), MANDATORY);
      return diagnostic.getPolicyname();
    });
  const runnersInputs = ['functionVersion', 'routingConfig', 'description'];
  for (const resource of [permission(), alias(runnersInputs), logGroup({ retentionInDays: 7 })]) {
    t.deepEqual(await told(resource), [], resource.name);
  }
  const sourceArn = 'arn:aws:execute-api:eu-west-1:123456789012:abc123/*';
  t.deepEqual(await told(permission({ qualifier: undefined })), ['permission-is-qualified']);
  t.deepEqual(await told(permission({ sourceArn })), ['permission-source-is-one-stage']);
  t.deepEqual(await told(logGroup({})), ['log-group-has-retention']);
  t.deepEqual(await told(alias(['functionVersion'])), ['alias-is-left-to-the-runner']);
});

test('of a source that a preview cannot know the engine is told, and goes on', async (t) => {
  const diagnostics = await analyzer.analyze(permission({ sourceArn: unknownValue }));
  t.deepEqual(
    diagnostics.map((it) => [it.getPolicyname(), it.getEnforcementlevel()]),
    [['permission-source-is-one-stage', ADVISORY]],
  );
  t.regex(diagnostics[0]?.getMessage() ?? '', /sourceArn can't be known during preview/);
});

test('a language host finds what it starts in the folder', async (t) => {
  const read = (name: string) => readFile(join(packFolder, name), 'utf8');
  t.like(parse(await read('PulumiPolicy.yaml')), { runtime: 'nodejs' });
  const { main } = z.object({ main: z.string() }).parse(JSON.parse(await read('package.json')));
  t.regex(await read(main), /^#!\/usr\/bin\/env node\n/);
});
