import { defineCommand } from '../command.ts';

export const policy = defineCommand({
  name: 'policy',
  summary: 'the smallest IAM policies to provision and to release',
  options: {},
  examples: [['--stack dev', 'also before the stack exists']],
  run: async (values) => (await import('./run-policy.ts')).runPolicy(values),
});
