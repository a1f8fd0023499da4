import { defineCommand } from '../command.ts';

export const drift = defineCommand({
  name: 'drift',
  summary: 'what differs between AWS and what the program and the last release left there',
  options: {},
  examples: [['--stack dev', 'ends with 1 when something differs']],
  run: async (values) => (await import('./run-drift.ts')).runDrift(values),
});
