import { parseArgs } from 'node:util';
import { needsEmbeddedAws, runUnderEmbeddedAws } from './backend.ts';
import { exitStatus, ReleaseError, UsageError } from './errors.ts';
import { defaultStack, formatProblem } from './report/message.ts';
import { advise, npmRun } from './report/next.ts';

const usage = `Usage: npm run COMMAND -- [options]

  release   take the function through all gates to every target
  status    what each target serves
  rollback  take a target back to what it served before
  history   the releases and rollbacks, newest first
  drift     what differs from the last release and from the program
  prune     delete old versions and API deployments
  policy    the smallest IAM policies to provision and to release
  destroy   delete everything that the stack created
  test:lambda, test:api   run a tier by hand against what a target serves

Options:
  --stack NAME     the stack (default: local, on the embedded AWS)
  --json           print one JSON object to stdout
  release: --dry-run       show the steps, write nothing
           --events FILE   write every step as a line of JSON
           --again         promote what a rollback took away
           --continue      approve the target before which a release stopped
           --ignore-alarms NAME  go on although this alarm is red
  rollback: --target NAME  the target (default: the last)
           --to VERSION    a version that it served (default: the one before)
           --events FILE   as for release
  history: --limit N       how many (default: 20)
  prune:   --dry-run       show what would be deleted
           --keep N        the newest versions and deployments to keep (default: 10)
           --min-age-days N  keep what is younger (default: 1)
  destroy: --yes           do not ask
  test:*:  --target NAME   the target (default: the first)`;

const help = advise(npmRun('release', '--help'));

const options = {
  stack: { type: 'string', default: defaultStack },
  json: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  events: { type: 'string' },
  again: { type: 'boolean', default: false },
  continue: { type: 'boolean', default: false },
  'ignore-alarms': { type: 'string', multiple: true },
  to: { type: 'string' },
  limit: { type: 'string' },
  keep: { type: 'string' },
  'min-age-days': { type: 'string' },
  yes: { type: 'boolean', default: false },
  target: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Values = ReturnType<typeof parse>['values'];

interface Command {
  /** Options that it takes beside `--stack`. */
  readonly options: readonly string[];
  run(values: Values): Promise<number>;
}

/** Loaded when they are needed: the Pulumi SDK alone takes half a second. */
const commands: Readonly<Record<string, Command>> = {
  release: {
    options: ['json', 'dry-run', 'events', 'again', 'continue', 'ignore-alarms'],
    run: async (values) =>
      (await import('./commands/release-command.ts')).runRelease({
        stack: values.stack,
        json: values.json,
        isDryRun: values['dry-run'],
        events: values.events,
        isAgain: values.again,
        isContinued: values.continue,
        ignoredAlarms: values['ignore-alarms'] ?? [],
      }),
  },
  status: {
    options: ['json'],
    run: async (values) => (await import('./commands/status/status-command.ts')).runStatus(values),
  },
  rollback: {
    options: ['json', 'target', 'to', 'events'],
    run: async (values) => (await import('./commands/rollback-command.ts')).runRollback(values),
  },
  history: {
    options: ['json', 'limit'],
    run: async (values) => (await import('./commands/history-command.ts')).runHistory(values),
  },
  drift: {
    options: ['json'],
    run: async (values) => (await import('./commands/drift/drift-command.ts')).runDrift(values),
  },
  prune: {
    options: ['json', 'dry-run', 'keep', 'min-age-days'],
    run: async ({ stack, json, 'dry-run': isDryRun, keep, 'min-age-days': minAgeDays }) =>
      (await import('./commands/prune/prune-command.ts')).runPrune({
        stack,
        json,
        isDryRun,
        keep,
        minAgeDays,
      }),
  },
  policy: {
    options: ['json'],
    run: async (values) => (await import('./commands/policy-command.ts')).runPolicy(values),
  },
  destroy: {
    options: ['yes'],
    run: async (values) => (await import('./commands/destroy-command.ts')).runDestroy(values),
  },
  'test:lambda': {
    options: ['target'],
    run: async (values) =>
      (await import('./commands/tier-command.ts')).runTierByHand('lambda', values),
  },
  'test:api': {
    options: ['target'],
    run: async (values) =>
      (await import('./commands/tier-command.ts')).runTierByHand('api', values),
  },
};

/**
 * Runs the command that the arguments name.
 *
 * @returns the exit status.
 */
async function main(args: readonly string[]): Promise<number> {
  let stack: string = defaultStack;
  try {
    const { values, positionals } = parse(args);
    ({ stack } = values);
    if (values.help) {
      process.stdout.write(`${usage}\n`);
      return exitStatus.done;
    }
    const command = findCommand(positionals, values);
    return needsEmbeddedAws(values.stack)
      ? await runUnderEmbeddedAws(args)
      : await command.run(values);
  } catch (error) {
    return fail(error, stack);
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(message, help, { cause: error });
  }
}

function findCommand(positionals: readonly string[], values: Values): Command {
  const [name = '', ...more] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined || more.length > 0) {
    throw new UsageError(`There is no command ${positionals.join(' ')}`, help);
  }
  const foreign = Object.keys(options)
    .filter((option) => !['stack', 'help', ...command.options].includes(option))
    .find((option) =>
      Object.entries(values).some(([key, value]) => key === option && value !== false),
    );
  if (foreign !== undefined) {
    throw new UsageError(`${name} has no option --${foreign}`, help);
  }
  return command;
}

function fail(error: unknown, stack: string): number {
  if (!(error instanceof ReleaseError)) {
    throw error;
  }
  process.stderr.write(`${formatProblem(error, stack)}\n`);
  return error.status;
}

// A reader of stdout that has gone away, as in `npm run status | head -1`, is no failure of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      throw error;
    }
  });
}
process.exitCode = await main(process.argv.slice(2));
