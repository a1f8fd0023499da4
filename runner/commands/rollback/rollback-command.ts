import { defineCommand } from '../command.ts';

export const rollback = defineCommand({
  name: 'rollback',
  summary: 'take a target back to what it served before',
  options: {
    target: {
      kind: 'text',
      value: 'NAME',
      names: 'target',
      help: 'the target (default: the last)',
    },
    to: {
      kind: 'text',
      value: 'VERSION',
      help: 'a version that it served, 7 or 7@a1b2c3 (default: the one before)',
    },
    region: {
      kind: 'text',
      value: 'REGION',
      help: 'in this region alone (default: in all of the stack)',
    },
    'skip-region': {
      kind: 'texts',
      value: 'REGION',
      help: 'leave this region as it is, which cannot be reached',
    },
    ungated: { kind: 'flag', help: 'with --to: also to a pair that no gate saw' },
    test: { kind: 'flag', help: 'run the api tier afterwards' },
    events: {
      kind: 'text',
      value: 'FILE',
      names: 'file',
      help: 'write every step as a line of JSON',
    },
  },
  examples: [
    ['--stack dev', 'the last target, to the pair before'],
    ['--stack dev --target stage --to 7', 'another target, to a certain version'],
  ],
  run: async (values) => (await import('./run-rollback.ts')).runRollback(values),
});
