import { defineCommand } from '../command.ts';

export const retire = defineCommand({
  name: 'retire',
  summary: 'take a target, a domain or a region away that is not in the settings any more',
  options: {
    target: { kind: 'text', value: 'NAME', help: 'the target, as it was called last' },
    domain: { kind: 'text', value: 'NAME', help: 'only a name of its own, as api.example.com/v1' },
    region: { kind: 'text', value: 'NAME', help: 'a region, with all that serves there' },
    yes: { kind: 'flag', help: 'do not ask; refused while it has requests' },
  },
  examples: [
    ['--stack dev --target old', 'asks for its name, and tells its recent requests'],
    ['--stack dev --domain old.example.com', 'the target stays, by the URL of its API stage'],
    ['--stack dev --region us-east-1', 'the other regions stay as they are'],
  ],
  run: async (values) => (await import('./run-retire.ts')).runRetire(values),
});
