import test from 'ava';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './_lint.ts';

/**
 * How a test would get at what is the user's in this checkout; what it may know is in
 * `tests/project/_helpers/greeting.ts`. Imports are held by the rule `project/rooms`.
 */
const ways: Readonly<Record<string, RegExp>> = {
  'the handler': /from '[./]*bundler\/bundle\.ts'[^]*(?<![.\w])bundle\(\)/,
  'the routes': /\breadRoutes\(\)/,
  'own resources': /from '[./]*infra\/program\.ts'[^]*\bprogram\((\{[^}]*\})?\)/,
  'settings of a stack': /\bread(Settings|StackFile)\(/,
  "the project's name":
    /(\bparseStackFile\b|\bprojectRoot, 'Pulumi\.yaml')[^]*(?<=['`])gated-lambda-release:/,
  'a path':
    /(import \{ root \}[^]*\broot|\bprojectRoot),\s*'(function\/handler|infra\/(openapi|own)|tests\/(unit|lambda|api)|Pulumi\.\w+\.yaml)/,
  'a path in parts':
    /(import \{ root \}[^]*\broot|\bprojectRoot),\s*('function', 'handler|'infra', '(openapi|own)|'tests', '(unit|lambda|api))/,
};

const thisFile = 'tests/project/lint/users-own.test.ts';

const findWays = (source: string): string[] =>
  Object.entries(ways)
    .filter(([, pattern]) => pattern.test(source))
    .map(([way]) => way);

const sources = globSync('tests/project/**/*.ts', { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => !path.startsWith('tests/project/_fixtures/') && path !== thisFile);

test("no test of this project reads what is the user's", (t) => {
  t.true(sources.length > 100);
  const reading = sources.flatMap((path) =>
    findWays(readFileSync(join(root, path), 'utf8')).map((way) => `${path}: ${way}`),
  );
  t.deepEqual(reading, []);
});

for (const source of [
  "import { bundle } from '../../bundler/bundle.ts';\nawait bundle();",
  'const { document } = readRoutes();',
  "import { program } from '../infra/program.ts';\nawait program({ retired });",
  "readSettings('local')",
  "import { root } from './root.ts';\nreadFileSync(join(root, 'infra/openapi.yaml'))",
  "join(projectRoot, 'tests', 'api')",
  "parseStackFile('dev', { config: { 'gated-lambda-release:function': {} } });",
]) {
  test(`${source.replaceAll('\n', ' ')} would`, (t) => {
    t.is(findWays(source).length, 1);
  });
}
