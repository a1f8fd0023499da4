import { defineCommand } from '../command.ts';

export const bundle = defineCommand({
  name: 'bundle',
  summary: 'build the deployment package into a file, for release --bundle, and print its digest',
  isOffline: true,
  options: {
    output: {
      kind: 'text',
      value: 'FILE',
      names: 'file',
      isArgument: true,
      default: 'bundle.zip',
      help: 'the file to write (default: bundle.zip)',
    },
  },
  examples: [
    ['', 'bundle.zip, by the settings of the stack local'],
    ['release.zip --stack dev', 'as the stack dev would be released'],
  ],
  run: async (values) => (await import('./run-bundle.ts')).runBundle(values),
});
