import { translateError } from '../aws/errors.ts';
import { exitStatus } from '../errors.ts';
import { formatTable } from '../report/table.ts';
import { describeTarget, type TargetStatus } from '../status.ts';
import { journalOf, readTargets, type Target } from '../target.ts';
import { openProvisionedStack } from './provisioned.ts';

/**
 * `npm run status`: what each target serves, read from AWS.
 *
 * @returns the exit status.
 */
export async function runStatus(options: {
  readonly stack: string;
  readonly json: boolean;
}): Promise<number> {
  const targets = await readStatus(options.stack);
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ stack: options.stack, targets: targets.map(describeTarget) })}\n`
      : `${formatStatus(targets)}\n`,
  );
  return exitStatus.done;
}

async function readStatus(stack: string): Promise<Target[]> {
  try {
    const { settings, clients, outputs } = await openProvisionedStack(stack);
    const names = settings.program.targets.map(({ name }) => name);
    return await readTargets(clients, outputs, names);
  } catch (error) {
    throw translateError(error, `reading stack ${stack}`);
  }
}

function formatStatus(targets: readonly Target[]): string {
  return formatTable([
    ['target', 'alias', 'version', 'deployment', 'state', 'url'],
    ...targets.map((target) => {
      const status = describeTarget(target);
      return [
        status.name,
        status.alias,
        describeVersions(status),
        status.deploymentId,
        describeState(target),
        status.url,
      ];
    }),
  ]);
}

function describeVersions({ version, weights }: TargetStatus): string {
  const additional = Object.entries(weights).map(
    ([other, weight]) => `, ${other} (${String(Math.round(weight * 100))} %)`,
  );
  return `${version}${additional.join('')}`;
}

function describeState(target: Target): string {
  const journal = journalOf(target);
  if (target.alias.version === '$LATEST') {
    return 'nothing released';
  }
  return journal === undefined
    ? 'moved by hand'
    : `${journal.state === 'trial' ? 'on trial' : 'accepted'} by ${journal.release}`;
}
