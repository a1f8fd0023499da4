import { readScripts } from '../bootstrap/scripts.mjs';
import { UsageError } from '../errors.ts';
import { advise } from '../report/next.ts';
import { findNearest } from '../../stack/nearest.ts';
import { root } from '../root.ts';
import { bundle } from './bundle/bundle-command.ts';
import type { Command } from './command.ts';
import { destroy } from './destroy/destroy-command.ts';
import { dev } from './dev/dev-command.ts';
import { drift } from './drift/drift-command.ts';
import { history } from './history/history-command.ts';
import { policy } from './policy/policy-command.ts';
import { prune } from './prune/prune-command.ts';
import { release } from './release/release-command.ts';
import { report } from './report/report-command.ts';
import { retire } from './retire/retire-command.ts';
import { rollback } from './rollback/rollback-command.ts';
import { status } from './status/status-command.ts';
import { apiTier, lambdaTier } from './tier/tier-command.ts';
import { verify } from './verify/verify-command.ts';

/** As the help lists them. */
export const commands: readonly Command[] = [
  release,
  dev,
  bundle,
  status,
  rollback,
  history,
  report,
  drift,
  prune,
  policy,
  verify,
  retire,
  destroy,
  lambdaTier,
  apiTier,
];

/** @throws {UsageError} when there is none of that name, with the nearest. */
export function findCommand(name: string): Command {
  const command = commands.find((each) => each.name === name);
  if (command === undefined) {
    const nearest = findNearest(name, [...readScripts(root).keys()]);
    throw new UsageError(
      `There is no command ${name}`,
      advise({
        shell: nearest === undefined ? './gated --help' : `npm run ${nearest}`,
      }),
    );
  }
  return command;
}
