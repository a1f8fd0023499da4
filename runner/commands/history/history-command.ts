import { defineCommand } from '../command.ts';

export const history = defineCommand({
  name: 'history',
  summary: 'the releases and rollbacks, newest first',
  options: {
    limit: { kind: 'count', value: 'N', least: 1, default: 20, help: 'how many' },
    stats: { kind: 'flag', help: 'how often, how fast and how safely each target is released to' },
  },
  examples: [
    ['--stack dev --limit 5', 'the last five'],
    ['--stack dev --stats --limit 200', 'figures over the last two hundred'],
  ],
  run: async (values) => (await import('./run-history.ts')).runHistory(values),
});
