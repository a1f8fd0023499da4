import { defineCommand } from '../command.ts';

const options = {
  target: { kind: 'text', value: 'NAME', names: 'target', help: 'the target (default: the first)' },
  region: { kind: 'text', value: 'REGION', help: 'where (default: the home region of the stack)' },
} as const;

export const lambdaTier = defineCommand({
  name: 'test:lambda',
  summary: 'run the lambda tier by hand against the version that a target serves',
  options,
  examples: [['--stack dev --target prod', 'what prod serves now']],
  run: async (values) => (await import('./run-tier.ts')).runTierByHand('lambda', values),
});

export const apiTier = defineCommand({
  name: 'test:api',
  summary: 'run the api tier by hand against the URL of a target',
  options,
  examples: [['--stack dev --target prod', 'what prod serves now']],
  run: async (values) => (await import('./run-tier.ts')).runTierByHand('api', values),
});
