import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { failureResult } from '../../../../../runner/report/results/failure.ts';
import { makeJsonSchema, result } from '../../../../../runner/report/results/result.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..', '..');

test('the JSON schema is the one of the results: npm run schema writes it anew', (t) => {
  const file = join(root, 'runner', 'report', 'result.schema.json');
  const committed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  t.deepEqual(committed, JSON.parse(JSON.stringify(makeJsonSchema())));
});

const failure = {
  version: 1,
  command: 'release',
  stack: 'dev',
  outcome: 'red',
  status: 1,
  failedStep: 'api-tier-stage',
  problem: 'The api tier is red',
  resource: 'api tier',
  putBack: ['stage'],
  notPutBack: [],
  serving: [{ target: 'stage', version: '6', deployment: 'd', shares: [] }],
  lastKnown: null,
  next: { text: null, command: 'npm run release -- --stack dev', note: null, or: [] },
};

test('a failure is told apart from a result', (t) => {
  t.true(result.safeParse(failure).success);
  t.false(result.safeParse({ ...failure, outcome: 'released' }).success);
  t.false(result.safeParse({ ...failure, status: 0 }).success);
  t.false(result.safeParse({ ...failure, problem: undefined }).success);
});

test('the example in docs/commands.md is a failure as they are printed', (t) => {
  const [, example = ''] =
    /```json\n(.*?)```/s.exec(readFileSync(join(root, 'docs', 'commands.md'), 'utf8')) ?? [];
  const said: unknown = JSON.parse(example);
  t.deepEqual<unknown, unknown>(failureResult.parse(said), said);
});
