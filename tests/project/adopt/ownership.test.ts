import test from 'ava';
import { isPublished, ownerOf } from '../../../adopt/ownership.ts';

const expected = {
  user: [
    ...['function/handler.ts', 'function/package.json', 'function/lib/a.ts', 'infra/own.ts'],
    ...['infra/openapi.yaml', 'tests/unit/a.test.ts', 'tests/lambda/a.test.ts', 'tests/api/x/a.ts'],
    ...['Pulumi.yaml', 'Pulumi.dev.yaml', 'CHANGELOG.md'],
  ],
  tool: [
    ...[
      'function/prove-pair.ts',
      'function/prove-pair.ts',
      'function/prove-pair.ts',
      'infra/api.ts',
    ],
    ...['tests/target.ts', 'tests/project/main.ts', 'runner/cli.ts', '.ci/run', 'README.md'],
    '.github/workflows/release.yml',
  ],
  both: ['package.json', 'package-lock.json'],
  nobody: ['node_modules/a/b.js', 'local/node_modules/a.js', '.local/port', 'docs/settings.md'],
} as const;

for (const [owner, files] of Object.entries(expected)) {
  test(`of ${owner}`, (t) => {
    t.deepEqual(
      files.filter((file) => ownerOf(file) !== owner),
      [],
    );
  });
}

test('what is the tool’s is known by where it is, and nothing of a team’s own', (t) => {
  for (const file of expected.tool) {
    t.true(isPublished(file), file);
  }
  for (const file of [
    '.env',
    'src/a.ts',
    '.github/workflows/nightly.yml',
    'tests/smoke/a.test.ts',
  ]) {
    t.false(isPublished(file), file);
  }
});
