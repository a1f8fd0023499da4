import test from 'ava';
import { parseSettings, SettingsError } from '../../../stack/settings.ts';

function problemsOf(bundle: Readonly<Record<string, unknown>>): readonly string[] {
  try {
    parseSettings({ function: { name: 'greeting', bundle } });
    return [];
  } catch (error) {
    if (error instanceof SettingsError) {
      return error.problems;
    }
    throw error;
  }
}

test('a stack that says nothing bundles by esbuild, with source maps', (t) => {
  t.deepEqual(parseSettings({ function: { name: 'greeting' } }).function.bundle, {
    entries: [],
    assets: [],
    loader: {},
    nodeModules: [],
    external: [],
    s3: false,
    sourceMap: true,
  });
});

test('what a function may need is taken', (t) => {
  t.deepEqual(
    problemsOf({
      entries: ['jobs/worker.ts'],
      assets: ['templates', '..hidden/a.txt'],
      loader: { '.html': 'text' },
      nodeModules: ['sharp', '@scope/name'],
      external: ['@datadog/*'],
      sourceMap: false,
    }),
    [],
  );
  t.deepEqual(problemsOf({ command: 'npm run bundle', output: 'dist' }), []);
});

for (const [title, bundle, problem] of [
  [
    'a path that leaves function/',
    { assets: ['../secrets'] },
    /^function\.bundle\.assets\[0\]: must be a path in function\//,
  ],
  ['an absolute path', { assets: ['/etc'] }, /must be a path in function\//],
  [
    'an output that is all of function/',
    { command: 'x', output: '.' },
    /^function\.bundle\.output: must be a folder of its own/,
  ],
  ['an entry that is no source', { entries: ['a.html'] }, /must be a source, such as worker\.ts/],
  ['a path as a package', { external: ['./lib'] }, /must be the name of a package/],
  ['a loader that there is not', { loader: { '.html': 'txt' } }, /^function\.bundle\.loader/],
  [
    'a command without its output',
    { command: 'x' },
    /^function\.bundle\.output: must be set, too, where command is/,
  ],
  [
    'an output without a command',
    { output: 'dist' },
    /^function\.bundle\.command: must be set, too/,
  ],
  [
    'an option of esbuild beside a command',
    { command: 'x', output: 'dist', external: ['a'] },
    /^function\.bundle\.external: is for esbuild/,
  ],
] as const) {
  test(`${title} is refused`, (t) => {
    t.regex(problemsOf(bundle).join('\n'), problem);
  });
}
