// `npm run bench`: how long releases take on the embedded AWS, and what goes through its API.

import { parseArgs } from 'node:util';
import { measureLoad } from './load.ts';
import { describeMachine } from './machine.ts';
import { measureReleases } from './releases.ts';
import { formatResults } from './report.ts';
import { createWorkspace } from './workspace.ts';

const usage = `npm run bench -- [--runs N] [--json]

  --runs N   measured runs of each kind of release, after one that is not counted (default: 5)
  --json     every measurement, as one JSON object
`;

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1 || runs > 100) {
    throw new RangeError('--runs must be a whole number between 1 and 100');
  }
  return { ...values, runs };
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Ctrl-C reaches the release through the terminal; this process stays to remove the copy. */
async function bench(runs: number, json: boolean): Promise<void> {
  process.on('SIGINT', () => undefined);
  const workspace = await createWorkspace();
  try {
    const machine = describeMachine(workspace.pulumiVersion);
    const { kinds, stateFolder } = await measureReleases(workspace, runs, (round) => {
      say(round === 0 ? 'Warming up…' : `Round ${String(round)} of ${String(runs)}…`);
    });
    say('Requests through the API…');
    const results = { machine, kinds, load: await measureLoad(workspace, stateFolder) };
    process.stdout.write(`${json ? JSON.stringify(results) : formatResults(results)}\n`);
  } finally {
    workspace.remove();
  }
}

try {
  const { runs, json, help } = readOptions(process.argv.slice(2));
  if (help) {
    process.stdout.write(usage);
  } else {
    await bench(runs, json);
  }
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
