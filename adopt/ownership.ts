import { matchesGlob } from 'node:path';

/** What a team puts in, and no newer version of this project replaces. Every other file is the tool's. */
const users = [
  'Pulumi.yaml',
  'Pulumi.*.yaml',
  'CHANGELOG.md',
  'function/**',
  'infra/openapi.yaml',
  'infra/own.ts',
  'tests/{unit,lambda,api}/**',
  'adopt/record.json',
];

/** Of the tool, in a folder of the user. */
const toolsAmongThem = ['function/prove-pair.ts'];

/** Where a version has files of the tool; what is elsewhere before the first `npm run init` a team put there. */
const published = [
  '{.ci,adopt,bundler,docs,examples,infra,local,runner,stack,tests/bench,tests/project}/**',
  '.github/workflows/{ci,preview,release}.yml',
  '{.editorconfig,.gitignore,.npmrc,.oxfmtrc.json,.oxlintrc.json}',
  '{CONTRIBUTING.md,LICENSE,README.md,ava.config.js,gated,knip.json,tsconfig.json}',
  ...['tests/target.ts', ...toolsAmongThem],
];

/** Made of both: `upgrade` merges it. */
const merged = ['package.json', 'package-lock.json'];

/** Written by `npm run schema`, with the project's name in them. */
const generated = ['stack/stack-file.schema.json', 'docs/settings.md'];

/** In no version: what is made, and git's own. */
const made = ['node_modules', '.local', '.git', 'coverage'];

export type Owner = 'tool' | 'user' | 'both' | 'nobody';

/** @param file one that is the tool's, if a version has it. */
export function isPublished(file: string): boolean {
  return published.some((pattern) => matchesGlob(file, pattern));
}

/** @param file its path from the project's root, with slashes. */
export function ownerOf(file: string): Owner {
  const within = (patterns: readonly string[]) =>
    patterns.some((pattern) => matchesGlob(file, pattern));
  if (
    file.split('/').some((part) => made.includes(part)) ||
    file.endsWith('.log') ||
    generated.includes(file)
  ) {
    return 'nobody';
  }
  if (merged.includes(file)) {
    return 'both';
  }
  return within(users) && !within(toolsAmongThem) ? 'user' : 'tool';
}
