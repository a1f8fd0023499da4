import { defineCommand } from '../command.ts';

export const retire = defineCommand({
  name: 'retire',
  summary: 'take a target away that is not in the settings any more',
  options: {
    target: { kind: 'text', value: 'NAME', help: 'the target, as it was called last' },
    yes: { kind: 'flag', help: 'do not ask; refused while it has requests' },
  },
  examples: [['--stack dev --target old', 'asks for its name, and tells its recent requests']],
  run: async (values) => (await import('./run-retire.ts')).runRetire(values),
});
