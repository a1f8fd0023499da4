import type { Options } from '../runner/commands/options.ts';

export const initOptions = {
  name: { kind: 'text', value: 'NAME', help: 'of the project, and of its function' },
  region: { kind: 'text', value: 'REGION', help: 'of every stack (default: as it is)' },
  'remove-example': { kind: 'flag', help: 'leave one handler, one route and a test of each tier' },
  help: { kind: 'flag', short: 'h', help: 'show this' },
} as const satisfies Options;

export const upgradeOptions = {
  from: {
    kind: 'text',
    value: 'PATH|GIT-URL',
    names: 'file',
    help: 'a clone of the newer version, or its URL',
  },
  help: { kind: 'flag', short: 'h', help: 'show this' },
} as const satisfies Options;
