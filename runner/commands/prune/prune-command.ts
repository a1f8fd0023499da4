import { defineCommand } from '../command.ts';

export const prune = defineCommand({
  name: 'prune',
  summary: 'delete old versions and API deployments that nothing needs',
  options: {
    'dry-run': { kind: 'flag', help: 'show what would be deleted' },
    keep: {
      kind: 'count',
      value: 'N',
      least: 1,
      default: 10,
      help: 'how many of the newest versions and deployments stay',
    },
    'min-age-days': {
      kind: 'count',
      value: 'N',
      least: 0,
      default: 1,
      help: 'what is younger stays',
    },
  },
  examples: [
    ['--stack dev --dry-run', 'look first'],
    ['--stack dev --keep 5 --min-age-days 30', 'a month, and five at least'],
  ],
  run: async (values) => (await import('./run-prune.ts')).runPrune(values),
});
