import type { Settings } from '../../stack/stack-file.ts';
import { EnvironmentError, UsageError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import type { PlannedChange } from './engine-log.ts';
import type { Plan } from './program-stack.ts';

/** What serves, and what lets it serve. */
const protectedTypes = [
  'aws:lambda/function:Function',
  'aws:lambda/alias:Alias',
  'aws:lambda/permission:Permission',
  'aws:apigateway/restApi:RestApi',
  'aws:apigateway/stage:Stage',
];

/**
 * Refuses a plan before anything is changed by it.
 *
 * @throws {UsageError} when it would delete or replace what serves (trap D14).
 * @throws {EnvironmentError} when an alias that serves is gone: `pulumi up` would make it again at
 *   `$LATEST`, which no gate saw. Where the function is gone, too, nothing serves.
 */
export function verifyPlan({ changes, previous }: Plan, { stack }: Pick<Settings, 'stack'>): void {
  const takenAway = changes.filter(
    ({ operation, type }) =>
      protectedTypes.includes(type) && !['create', 'update', 'adopt', 'finish'].includes(operation),
  );
  if (takenAway.length > 0) {
    throw new UsageError(
      `Nothing was changed, as pulumi up would ${takenAway.map(describe).join(', ')} while it may serve`,
      { text: 'undo what asks for that in infra/ or in the settings' },
      { resource: `stack ${stack}` },
    );
  }
  const isAllLost = changes.some(
    ({ operation, type }) => operation === 'create' && type === 'aws:lambda/function:Function',
  );
  const served = isAllLost ? [] : Object.values(previous?.targets ?? {}).map(({ alias }) => alias);
  const lost = served.find((alias) =>
    changes.some(
      ({ operation, type, name }) =>
        operation === 'create' && type === 'aws:lambda/alias:Alias' && name === `${alias}-alias`,
    ),
  );
  if (lost !== undefined) {
    throw new EnvironmentError(
      `The alias ${lost} of ${previous?.functionName ?? ''} was deleted`,
      advise(
        npmRun('release'),
        `make it again at the version that it is to serve (aws lambda create-alias --function-name ${previous?.functionName ?? ''} --name ${lost} --function-version …), then`,
      ),
      { resource: `alias ${lost}` },
    );
  }
}

function describe({ operation, type, name }: PlannedChange): string {
  return `${operation} ${type.replace(/^.*:/, '')} ${name}`;
}
