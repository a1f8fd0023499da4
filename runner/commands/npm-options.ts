import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../errors.ts';
import { shellCommand } from '../report/message.ts';
import { countSlips } from '../../stack/nearest.ts';
import type { Command } from './command.ts';
import type { Option } from './options.ts';

/**
 * npm takes every option before `--` for one of its own: `npm run release --dry-run` would release for
 * real, and `npm run rollback --target=stage` take back another target. The only trace is in the
 * environment, `npm_config_dry_run=true`, where also settings of npm are, from its files and from
 * whoever started it.
 */
type Environment = Readonly<Record<string, string | undefined>>;

/** npm 11 completes what begins like one of its own: `--to` is `--token-description` to it. */
const completions: Readonly<Record<string, string>> = { tokendescription: 'to' };

/** Without it the command asks, or refuses; and CI systems set npm_config_yes for npm itself. */
const harmless = ['yes', 'help'];

/** Of Node or Electron, for which node-gyp builds: what npm_config_target is elsewhere. */
const runtimeVersion = /^v?\d+(\.\d+)*$/;

/**
 * Refuses to run without options that were typed for the command, and that npm took.
 *
 * @param args what npm did give to the command.
 * @throws {UsageError} with the line to type.
 */
export function refuseSwallowed(
  { name, options }: { readonly name: string } & Pick<Command, 'options'>,
  args: readonly string[],
  env: Environment = process.env,
): void {
  const swallowed = findSwallowed(name, options, env).filter(
    ({ option }) => !args.some((arg) => arg === `--${option}` || arg.startsWith(`--${option}=`)),
  );
  const [first] = swallowed;
  if (first === undefined) {
    return;
  }
  const typed = swallowed.map(({ option }) => `--${option}`).join(' and ');
  throw new UsageError(
    `npm took ${typed} for itself: what is meant for ${name} stands behind --`,
    { command: { shell: shellCommand(name, mend(swallowed, args)) } },
    { resource: `option --${first.option}` },
  );
}

interface Swallowed {
  /** Its name, as this command knows it. */
  readonly option: string;
  /** The values that npm saw; one is undefined where npm left it to the command, as an argument. */
  readonly values: readonly (string | undefined)[];
  /** What stands for a value in the help; undefined for a flag. */
  readonly placeholder: string | undefined;
}

function findSwallowed(name: string, options: Command['options'], env: Environment): Swallowed[] {
  // Only of the npm that runs this very script, not of one around it.
  if (env.npm_lifecycle_event !== name || !env.npm_command?.startsWith('run')) {
    return [];
  }
  const candidates = Object.entries(options).filter(([option]) => !harmless.includes(option));
  const configured = settingsOfFiles(env);
  return Object.entries(env).flatMap(([variable, value = '']) => {
    const setting = bare(/^npm_config_(.+)$/.exec(variable)?.[1] ?? '');
    const found = candidates.find(([option]) => isMeant(setting, option));
    if (found === undefined || configured.has(setting) || ['', 'false'].includes(value)) {
      return [];
    }
    const [option, definition] = found;
    return option === 'target' && runtimeVersion.test(value)
      ? []
      : [{ option, ...read(definition, value) }];
  });
}

/** Also with the slip of a finger, where that cannot be a setting of npm. */
function isMeant(setting: string, option: string): boolean {
  const name = bare(option);
  return (
    setting === name ||
    completions[setting] === option ||
    (name.length > 4 && setting !== '' && countSlips(setting, name) === 1)
  );
}

function read(option: Option, value: string): Pick<Swallowed, 'values' | 'placeholder'> {
  if (option.kind === 'flag') {
    return { values: [undefined], placeholder: undefined };
  }
  const values = value.split('\n\n').map((each) => (each === 'true' ? undefined : each));
  return { values, placeholder: option.value };
}

/** What to type instead. Arguments are the values that npm left, if it is clear whose. */
function mend(swallowed: readonly Swallowed[], args: readonly string[]): string[] {
  const first = args.findIndex((arg) => arg.startsWith('-'));
  const left = first === -1 ? args : args.slice(0, first);
  const open = swallowed.filter(
    ({ placeholder, values }) => placeholder !== undefined && values.includes(undefined),
  );
  const missing = open.flatMap(({ values }) => values.filter((value) => value === undefined));
  const fills = open.length === 1 && missing.length === left.length ? [...left] : [];
  const mended = swallowed.flatMap(({ option, values, placeholder }) =>
    placeholder === undefined
      ? [`--${option}`]
      : values.flatMap((value) => [`--${option}`, value ?? fills.shift() ?? placeholder]),
  );
  return [...mended, ...args.slice(left.length)];
}

/** Names of what npm's configuration files set: nobody typed that now. */
function settingsOfFiles(env: Environment): ReadonlySet<string> {
  const project = env.npm_package_json && join(dirname(env.npm_package_json), '.npmrc');
  const files = [env.npm_config_userconfig, env.npm_config_globalconfig, project];
  return new Set(files.flatMap((file) => (file ? readNames(file) : [])));
}

function readNames(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => bare(/^\s*([\w-]+)/.exec(line)?.[1] ?? ''));
  } catch {
    return [];
  }
}

/** npm writes `dry-run` and `dry_run` for the same. */
function bare(name: string): string {
  return name.replaceAll(/[-_]/g, '');
}
