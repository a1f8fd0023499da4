// `npm run bench`: how long commands take on the embedded AWS, and what goes through its API.

import { parseArgs } from 'node:util';
import { formatComparison, readBaseline, type Baseline } from './baseline.ts';
import { measureLoad } from './load.ts';
import { describeMachine } from './machine.ts';
import { measureRounds } from './rounds.ts';
import { formatResults } from './report.ts';
import { measureScale } from './scale.ts';
import { measureSeries } from './series.ts';
import { measureSaves } from './saves.ts';
import { createWorkspace } from './workspace.ts';

const usage = `npm run bench -- [--runs N] [--baseline FILE] [--json]

  --runs N          measured runs of each command, after one that is not counted (default: 5)
  --baseline FILE   compare with what --json printed before
  --json            every measurement, as one JSON object
`;

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string', default: '5' },
      baseline: { type: 'string' },
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
async function bench(runs: number, json: boolean, baseline: Baseline | undefined): Promise<void> {
  process.on('SIGINT', () => undefined);
  const workspace = await createWorkspace();
  try {
    const machine = describeMachine(workspace.pulumiVersion);
    const { kinds, stateFolder } = await measureRounds(workspace, runs, (round) => {
      say(round === 0 ? 'Warming up…' : `Round ${String(round)} of ${String(runs)}…`);
    });
    // Before the load, which lifts the throttling of a stage: a release would bring it back first.
    say('Calls in series…');
    const series = await measureSeries(workspace, stateFolder);
    say('Requests through the API…');
    const load = await measureLoad(workspace, stateFolder);
    say('Saves under npm run dev…');
    const saves = await measureSaves(workspace, stateFolder);
    say('More routes, targets and regions…');
    const scale = await measureScale();
    const results = { machine, kinds, series, load, saves, scale };
    process.stdout.write(`${json ? JSON.stringify(results) : formatResults(results)}\n`);
    if (baseline !== undefined) {
      say(formatComparison(baseline, results));
    }
  } finally {
    workspace.remove();
  }
}

try {
  const { runs, json, help, baseline } = readOptions(process.argv.slice(2));
  if (help) {
    process.stdout.write(usage);
  } else {
    await bench(runs, json, baseline === undefined ? undefined : readBaseline(baseline));
  }
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
