import { defineCommand } from '../command.ts';

export const release = defineCommand({
  name: 'release',
  summary: 'take the function through all gates to every target',
  options: {
    'dry-run': { kind: 'flag', help: 'show the steps, write nothing' },
    continue: { kind: 'flag', help: 'approve the target before which a release stopped' },
    until: {
      kind: 'text',
      value: 'TARGET',
      names: 'target',
      help: 'stop when this target is promoted; --continue goes on',
    },
    bundle: {
      kind: 'text',
      value: 'FILE',
      names: 'file',
      help: 'release this file, which npm run bundle built, and build nothing',
    },
    digest: { kind: 'text', value: 'SHA256', help: 'what the digest of that file has to be' },
    again: { kind: 'flag', help: 'promote what a rollback took away' },
    provision: { kind: 'flag', help: 'run pulumi up also where nothing seems to have changed' },
    'skip-region': {
      kind: 'texts',
      value: 'REGION',
      help: 'leave this region as it is, which cannot be reached',
    },
    'ignore-alarms': { kind: 'texts', value: 'NAME', help: 'go on although this alarm is red' },
    events: {
      kind: 'text',
      value: 'FILE',
      names: 'file',
      help: 'write every step as a line of JSON',
    },
  },
  examples: [
    ['', 'on the embedded AWS'],
    ['--stack dev --dry-run', 'what a release to the stack dev would do'],
    ['--stack dev --continue', 'approve what waits'],
    [
      '--stack dev --until stage --bundle bundle.zip',
      'as a pipeline begins, which continues later',
    ],
  ],
  run: async (values) => (await import('./run-release.ts')).runRelease(values),
});
