import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { countStarts } from './counted-pulumi.ts';

const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const notCopied = ['node_modules', '.local', '.git', 'coverage'];

/** Of the caller's environment, what would lead a release elsewhere or make it another one. */
const removedVariables =
  /^(npm_|AWS_|PULUMI_|LOCAL_AWS_|INIT_CWD$|NODE_COMPILE_CACHE$|FORCE_COLOR$)/i;

/** Until what was called is read, also on a machine that is busy; then the server is told to stop. */
const lingerMs = '30000';

interface StartOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly extendEnv: false;
  readonly stdin: 'ignore';
}

/** A temporary copy of the project, in which the runs do as they like. */
export interface Workspace {
  readonly root: string;
  /** How a command starts in it, with the state of an embedded AWS. */
  readonly startOptions: (stateFolder: string) => StartOptions;
  readonly pulumiVersion: string;
  /** State of an embedded AWS that knows nothing yet. */
  readonly newStateFolder: () => string;
  /** @param path from the root of the copy */
  readonly editFile: (path: string, edit: (text: string) => string) => void;
  /** Makes the handler another one, which answers the same. */
  readonly editHandler: () => void;
  /** The commands with which the Pulumi CLI was started since the last time this was asked. */
  readonly takePulumiStarts: () => readonly string[];
  readonly remove: () => void;
}

/** @throws {Error} when there is no Pulumi CLI, or the copy cannot be made */
export async function createWorkspace(): Promise<Workspace> {
  const folder = mkdtempSync(join(tmpdir(), 'gated-lambda-release-bench-'));
  const remove = () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const root = copyProject(join(folder, 'project'));
    const env: NodeJS.ProcessEnv = {
      ...plainEnvironment(),
      XDG_CACHE_HOME: join(folder, 'cache'),
    };
    const pulumi = await findPulumi();
    const counted = countStarts(join(folder, 'bin'), pulumi.file);
    const searched = [counted.folder, dirname(pulumi.file), env.PATH ?? ''];
    let states = 0;
    return {
      root,
      startOptions: (stateFolder) => ({
        cwd: root,
        env: {
          ...env,
          PATH: searched.join(delimiter),
          LOCAL_AWS_DIR: stateFolder,
          LOCAL_AWS_LINGER_MS: lingerMs,
        },
        extendEnv: false,
        stdin: 'ignore',
      }),
      pulumiVersion: pulumi.version,
      newStateFolder: () => join(folder, `state-${String((states += 1))}`),
      editFile(path, edit) {
        const file = join(root, path);
        writeFileSync(file, edit(readFileSync(file, 'utf8')));
      },
      editHandler: editor(join(root, 'function', 'handler.ts')),
      takePulumiStarts: counted.takeStarts,
      remove,
    };
  } catch (error) {
    remove();
    throw error;
  }
}

function copyProject(root: string): string {
  for (const name of readdirSync(projectRoot).filter((entry) => !notCopied.includes(entry))) {
    cpSync(join(projectRoot, name), join(root, name), { recursive: true });
  }
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  return root;
}

/** As in a shell, without what `npm run` adds: npm in the copy would take the project for its own. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !removedVariables.test(name));
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => !/node_modules\/\.bin$|node-gyp-bin$/.test(entry));
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) };
}

/** The CLI that a release would use, made when there is none. */
async function findPulumi(): Promise<{ readonly file: string; readonly version: string }> {
  const args = ['local/main.ts', '--', 'sh', '-c', 'command -v pulumi && pulumi version'];
  const { stdout } = await execa(process.execPath, args, {
    cwd: projectRoot,
    stderr: 'inherit',
  });
  const [file, version] = stdout.split('\n');
  if (file === undefined || version === undefined) {
    throw new Error('There is no Pulumi CLI.');
  }
  return { file, version };
}

function editor(handler: string): () => void {
  const source = readFileSync(handler, 'utf8');
  let edits = 0;
  return () => {
    edits += 1;
    writeFileSync(handler, `${source}\nexport const benchmarkEdit = ${String(edits)};\n`);
  };
}
