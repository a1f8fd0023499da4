import { defineCommand } from '../command.ts';

export const verify = defineCommand({
  name: 'verify',
  summary: 'measure how long changes take on AWS, with throw-away resources of its own',
  options: {
    changes: {
      kind: 'count',
      value: 'N',
      least: 1,
      default: 20,
      help: 'how many changes of each kind are measured',
    },
    yes: { kind: 'flag', help: 'do not ask' },
  },
  examples: [
    ['--stack dev', 'says what it makes and what it costs, and asks first'],
    ['--stack dev --yes --json', 'in CI'],
  ],
  run: async (values) => (await import('./run-verify.ts')).runVerify(values),
});
