import { defineCommand } from '../command.ts';

export const history = defineCommand({
  name: 'history',
  summary: 'the releases and rollbacks, newest first',
  options: {
    limit: { kind: 'count', value: 'N', least: 1, default: 20, help: 'how many' },
  },
  examples: [['--stack dev --limit 5', 'the last five']],
  run: async (values) => (await import('./run-history.ts')).runHistory(values),
});
