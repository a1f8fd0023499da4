import { defineCommand } from '../command.ts';

export const status = defineCommand({
  name: 'status',
  summary: 'what each target serves, what was interrupted, what waits for approval',
  options: {
    verify: {
      kind: 'text',
      value: 'SHA256',
      help: 'whether every target serves the bundle of this digest; exit status 1 if not',
    },
  },
  examples: [
    ['--stack dev', 'as AWS has it now'],
    ['--stack dev --verify sha256:9f86d081…', 'whether the attested bundle is what serves'],
  ],
  run: async (values) => (await import('./run-status.ts')).runStatus(values),
});
