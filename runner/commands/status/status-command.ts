import { defineCommand } from '../command.ts';

export const status = defineCommand({
  name: 'status',
  summary: 'what each target serves, what was interrupted, what waits for approval',
  options: {},
  examples: [['--stack dev', 'as AWS has it now']],
  run: async (values) => (await import('./run-status.ts')).runStatus(values),
});
