import { defineCommand } from '../command.ts';

export const dev = defineCommand({
  name: 'dev',
  summary: 'serve what is saved on the first target of a local stack, at once and without gates',
  options: {},
  examples: [['', 'function/ and infra/openapi.yaml, on the stack local']],
  run: async (values) => (await import('./run-dev.ts')).runDev(values),
});
