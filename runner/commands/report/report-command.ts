import { defineCommand } from '../command.ts';

export const report = defineCommand({
  name: 'report',
  summary: 'the report of a release or rollback: its path, and on a terminal the page itself',
  isOffline: true,
  options: {
    id: {
      kind: 'text',
      value: 'ID',
      names: 'report',
      isArgument: true,
      help: 'of the release or rollback (default: the newest one of the stack)',
    },
  },
  examples: [
    ['', 'the newest report of the stack local'],
    ['20261123T051512-1f0c', 'the one of this release or rollback'],
  ],
  run: async (values) => (await import('./run-report.ts')).runReport(values),
});
