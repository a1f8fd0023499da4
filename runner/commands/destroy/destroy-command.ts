import { defineCommand } from '../command.ts';

export const destroy = defineCommand({
  name: 'destroy',
  summary: 'delete everything that the stack created',
  options: { yes: { kind: 'flag', help: 'do not ask' } },
  examples: [['--stack dev', 'asks for the name of the stack first']],
  run: async (values) => (await import('./run-destroy.ts')).runDestroy(values),
});
