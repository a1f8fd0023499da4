import { z } from 'zod';
import { section } from './section.ts';

const inFunction = z
  .string()
  .regex(/^(?!\/)(?!(.*\/)?\.\.(\/|$)).+$/, 'must be a path in function/, such as templates');

const packageName = z
  .string()
  .regex(
    /^(@[a-z0-9-~][\w.-]*\/)?[a-z0-9-~*][\w.-]*$/i,
    'must be the name of a package, such as sharp',
  );

/** Those of esbuild that make sense for a file that a source imports. */
const loader = z.enum(['base64', 'binary', 'copy', 'dataurl', 'empty', 'file', 'json', 'text']);

/** What `command` does itself. */
const ofEsbuild = ['entries', 'assets', 'external', 'nodeModules', 'loader'] as const;

/** How the code of the function becomes its deployment package. */
export const bundleSettings = section({
  entries: z
    .array(inFunction.regex(/\.[cm]?[jt]sx?$/, 'must be a source, such as worker.ts'))
    .describe(
      'Sources bundled on their own besides `handler.ts`: `worker.ts` becomes `worker.mjs`.',
    )
    .default([]),
  assets: z
    .array(inFunction)
    .describe('Files and folders that are in the package as they are.')
    .default([]),
  loader: z
    .record(z.string().regex(/^\.[\w.-]+$/, 'must be an extension, such as .html'), loader)
    .describe('What an import of a file with this extension gives, as esbuild calls it.')
    .default({}),
  nodeModules: z
    .array(packageName)
    .describe('Packages that are in the package whole and not bundled, as native ones have to be.')
    .default([]),
  external: z
    .array(packageName)
    .describe('Packages that are left out, because a layer brings them; the AWS SDK always is.')
    .default([]),
  s3: z
    .boolean()
    .describe(
      'Makes a bucket in S3 for packages of more than 50 MB, which Lambda takes from there: up to 250 MB unpacked.',
    )
    .default(false),
  sourceMap: z
    .boolean()
    .describe('Lets stack traces name your sources; sets NODE_OPTIONS where you do not.')
    .default(true),
  command: z
    .string()
    .min(1)
    .describe('Another bundler than esbuild, run in `function/` without a shell.')
    .optional(),
  output: inFunction
    .regex(/[^./]/, 'must be a folder of its own, such as dist')
    .describe('The folder in `function/` that `command` writes; it has to empty it first.')
    .optional(),
}).superRefine((settings, context) => {
  const { command, output } = settings;
  if ((command === undefined) !== (output === undefined)) {
    const [missing, given] = command === undefined ? ['command', 'output'] : ['output', 'command'];
    const message = `must be set, too, where ${given} is`;
    context.addIssue({ code: 'custom', path: [missing], message });
  }
  for (const key of ofEsbuild) {
    if (command !== undefined && Object.keys(settings[key]).length > 0) {
      const message = 'is for esbuild, and command runs another bundler';
      context.addIssue({ code: 'custom', path: [key], message });
    }
  }
});
