import { formatTable } from '../../report/table.ts';
import type { Bounds } from '../../traffic/propagation.ts';
import type { Measured } from './measure.ts';
import type { Provisioned } from './measure-provisioned.ts';
import type { Kind } from './measuring.ts';
import type { PairTally } from './pair-tally.ts';
import { factor } from './propose-bounds.ts';

/** What was measured, and what follows from it. */
export interface Findings extends Measured {
  /** As the settings say. */
  readonly set: Bounds;
  readonly proposed: Bounds;
  /** Which of the bounds that are set were shorter than what was measured. */
  readonly short: readonly (keyof Bounds)[];
  /** Calls that AWS throttled, by operation. */
  readonly throttled: Readonly<Record<string, number>>;
  /** `Pulumi.dev.yaml` */
  readonly file: string;
}

const titles: Readonly<Record<Kind, string>> = {
  stage: 'API stage: deployment and alias',
  canary: 'API stage: canary that ended',
  alias: 'alias: version, by the API',
  'alias by Invoke': 'alias: version, by Invoke',
  weights: 'alias: weights taken away',
  GetStage: 'old answers of GetStage',
  GetAlias: 'old answers of GetAlias',
  GetFunctionConfiguration: 'old answers of GetFunctionConfiguration',
};

/** For people: a table, and what to set. */
export function formatFindings(findings: Findings): string {
  return [
    formatSpreads(findings),
    [
      describePairs(findings.pairs),
      describeProvisioned(findings.provisioned),
      describeThrottled(findings.throttled),
    ].join('\n'),
    describeProposal(findings),
  ].join('\n\n');
}

function formatSpreads({ spreads }: Findings): string {
  const seconds = (value: number) => `${value.toFixed(2)} s`;
  return formatTable([
    ['until the last old answer', 'changes', 'median', 'p99', 'worst'],
    ...spreads.map(({ kind, spread: { changes, median, p99, worst } }) => [
      titles[kind],
      String(changes),
      ...[median, p99, worst].map(seconds),
    ]),
  ]);
}

function describePairs({ whole, mixed, none }: PairTally): string {
  const total = whole + mixed;
  const others =
    none === 0 ? '' : ` ${String(none)} more came without a pair: errors, or no answer.`;
  return mixed === 0
    ? `One UpdateStage: deployment and alias were seen together in all of ${String(total)} answers.${others}`
    : `One UpdateStage: ${String(mixed)} of ${String(total)} answers MIXED the deployment of one state with the alias of another.${others} A release that changes code and API definition together is not safe here: change one at a time, and report this.`;
}

function describeProvisioned(provisioned: Provisioned): string {
  if (provisioned.outcome === 'skipped') {
    return `Provisioned concurrency: not measured, as ${provisioned.reason}`;
  }
  const { allocation, transition, statuses, shown, ran } = provisioned;
  const versions = Object.entries(ran).map(([version, count]) => `${String(count)} by ${version}`);
  return `Provisioned concurrency: the first unit was READY after ${allocation.toFixed(1)} s. The moved alias was READY after ${transition.toFixed(1)} s (${statuses.join(', ')}); until then GetAlias told ${shown.join(', then ')}, and answers were ${versions.join(', ')}.`;
}

function describeThrottled(throttled: Findings['throttled']): string {
  const counts = Object.entries(throttled).map(([name, count]) => `${name} ${String(count)}`);
  return `Throttled calls (429): ${counts.length === 0 ? 'none' : counts.join(', ')}`;
}

function describeProposal({ set, proposed, short, file }: Findings): string {
  const now =
    short.length === 0
      ? `It is ${inYaml(set)} now, and nothing took longer than that.`
      : `It is ${inYaml(set)} now: ${short.join(' and ')} took longer than that.`;
  return [
    `Set in ${file}, for which the worst is taken ${String(factor)} times, in whole seconds:`,
    '  gated-lambda-release:release:',
    `    propagation: ${inYaml(proposed)}`,
    now,
  ].join('\n');
}

function inYaml({ alias, stage, read }: Bounds): string {
  return `{ alias: ${String(alias)}, stage: ${String(stage)}, read: ${String(read)} }`;
}
