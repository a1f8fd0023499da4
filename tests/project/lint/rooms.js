// The rule `project/rooms`: which folder may import which (docs/design.md, Rooms). A relative import is
// resolved first, so it does not matter how the path is written.

import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What every room of the runner may import. */
const common = [
  'stack',
  'runner/errors.ts',
  'runner/context.ts',
  'runner/root.ts',
  'runner/report/next.ts',
  'runner/bootstrap/is-alive.mjs',
  'runner/bootstrap/lost-output.mjs',
  'runner/bootstrap/ancestors.mjs',
];

/** A room of the runner, which may import others of them. */
const roomOfRunner = (name, ...others) => ({
  path: `runner/${name}`,
  mayImport: [...common, ...others.map((other) => `runner/${other}`)],
});

/** What may be anything, so that no test of this project knows it. */
const usersOwn = [
  'function/handler.ts',
  'infra/own.ts',
  'tests/unit',
  'tests/lambda',
  'tests/api',
  'examples',
];

/**
 * The rooms, most specific first: what a file under `path` may import besides its own room, and of that what
 * it may not. A path without an extension is a folder.
 */
const allRooms = [
  { path: 'tests/project', mayImport: [''], but: usersOwn },
  { path: 'tests/unit', mayImport: ['tests/target.ts', 'function'] },
  { path: 'tests/lambda', mayImport: ['tests/target.ts'] },
  { path: 'tests/api', mayImport: ['tests/target.ts'] },
  { path: 'tests/bench', mayImport: ['local/tests/_helpers'] },
  { path: 'tests', mayImport: [] },
  { path: 'stack', mayImport: [] },
  { path: 'adopt', mayImport: ['stack', 'runner'] },
  { path: 'infra', mayImport: ['stack'] },
  { path: 'function', mayImport: [] },
  { path: 'bundler', mayImport: [] },
  {
    path: 'runner/commands',
    mayImport: [
      ...['stack', 'infra/routes.ts', 'infra/api-definition.ts', 'infra/api-values.ts'],
      ...['infra/list-own.ts', 'bundler', 'runner'],
    ],
  },
  {
    path: 'runner/steps',
    mayImport: [
      ...common,
      ...[
        'steps.ts',
        'session.ts',
        'gates',
        'judge',
        'traffic',
        'lock',
        'history',
        'pulumi',
        'aws',
      ].map((name) => `runner/${name}`),
      'bundler/bundle.ts',
      'bundler/upload-limit.ts',
    ],
  },
  {
    path: 'runner/gates',
    mayImport: [...common, 'runner/aws', 'runner/report/tests-told.ts'],
  },
  { path: 'runner/judge', mayImport: [...common, 'runner/aws', 'runner/gates'] },
  roomOfRunner('traffic', 'aws'),
  roomOfRunner('lock', 'aws'),
  roomOfRunner('history', 'aws', 'lock'),
  {
    path: 'runner/pulumi',
    mayImport: [
      ...common,
      'infra/program.ts',
      'infra/existing',
      'infra/routes.ts',
      'runner/backend.ts',
      'runner/report/test-place.ts',
    ],
  },
  roomOfRunner('aws'),
  roomOfRunner('report'),
  roomOfRunner('notify', 'report', 'traffic/waiting.ts'),
  { path: 'runner/bootstrap', mayImport: [] },
  {
    path: 'runner',
    mayImport: [
      'stack',
      'infra/program.ts',
      'infra/routes.ts',
      'bundler',
      'runner',
      'adopt/options.ts',
    ],
  },
  { path: 'local/tests', mayImport: ['local'] },
  { path: 'local/aws', mayImport: ['local/folder-lock.ts', 'local/lag-settings.ts'] },
  { path: 'local/provider', mayImport: [] },
  { path: 'local/toolchain', mayImport: ['local/folder-lock.ts'] },
  {
    path: 'local/session',
    mayImport: [
      ...['local/toolchain', 'local/page/open-page.ts'],
      ...['local/folder-lock.ts', 'local/lag-settings.ts'],
    ],
  },
  {
    path: 'local/page',
    mayImport: ['local/aws/foreign.ts', 'local/session/credentials.ts'],
  },
  { path: 'local/trace', mayImport: ['local/aws/lag/write-log.ts'] },
  { path: 'local', mayImport: ['local/session', 'local/tests/suite'] },
];

/** The project's own files outside every room (`ava.config.js`), which may import anything. */
const outside = { path: '', mayImport: [''] };

const isWithin = (path, folder) =>
  folder === '' || path === folder || path.startsWith(`${folder}/`);

const findRoom = (path) => allRooms.find((room) => isWithin(path, room.path)) ?? outside;

const isAllowed = (room, target) =>
  findRoom(target) === room ||
  (room.mayImport.some((path) => isWithin(target, path)) &&
    !room.but?.some((path) => isWithin(target, path)));

/** `../runner/cli.ts` as seen from `function/handler.ts`: `runner/cli.ts`; a package: undefined. */
function resolveWithin(root, file, specifier) {
  if (!/^(\.{1,2}(\/|$)|\/|file:)/.test(specifier)) {
    return undefined;
  }
  const target = specifier.startsWith('file:') ? fileURLToPath(specifier) : specifier;
  const path = relative(root, resolve(dirname(file), target))
    .split(sep)
    .join('/');
  return path.startsWith('../') || path === '..' ? undefined : path;
}

function describe(room) {
  const others = room.mayImport.map((path) => (path === '' ? 'anything' : path));
  const but = room.but === undefined ? '' : ` but ${room.but.join(', ')}`;
  return `${['itself', ...others].join(', ')}${but}`;
}

/** @type {import('./rule.d.ts').Rule} */
export const rooms = {
  meta: {
    type: 'problem',
    docs: { description: 'Each room imports only what docs/design.md allows it' },
    messages: { forbidden: '{{room}}/ may not import {{target}} (only: {{allowed}}).' },
    schema: [],
  },
  create(context) {
    const file = join(context.cwd, relative(context.cwd, context.filename));
    const room = findRoom(relative(context.cwd, file).split(sep).join('/'));

    function check(source) {
      const specifier = source?.value ?? source?.quasis?.[0]?.value.cooked;
      if (typeof specifier !== 'string') {
        return;
      }
      const target = resolveWithin(context.cwd, file, specifier);
      if (target === undefined || isAllowed(room, target)) {
        return;
      }
      const data = { room: room.path, target, allowed: describe(room) };
      context.report({ node: source, messageId: 'forbidden', data });
    }

    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source ?? node.argument?.literal),
      'CallExpression[callee.name="require"]': (node) => check(node.arguments[0]),
    };
  },
};
