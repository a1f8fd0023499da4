import { standbyAliasOf } from '../../stack/names.ts';
import type { LiveOutputs, TargetOutputs } from '../../stack/outputs.ts';
import type { Clients } from '../aws/clients.ts';
import { readTargets, type Target } from '../traffic/target.ts';
import { notYet } from './provision.ts';

/**
 * The targets of a stack; of those that a dry run would make, what they would begin with.
 *
 * @param names in the order of the stack's configuration.
 */
export async function readOrPlan(
  clients: Pick<Clients, 'lambda' | 'apiGateway'>,
  outputs: LiveOutputs,
  names: readonly string[],
): Promise<Target[]> {
  const planned = new Map(
    Object.entries(outputs.targets).filter(([, { aliasArn }]) => aliasArn === notYet),
  );
  const there = await readTargets(
    clients,
    outputs,
    names.filter((name) => !planned.has(name)),
  );
  const last = there.at(-1);
  return names.flatMap((name) => {
    const added = planned.get(name);
    const found = there.find((target) => target.name === name);
    return added === undefined || last === undefined ? (found ?? []) : beginAs(last, name, added);
  });
}

/** As `infra/target.ts` makes it: with what the last of the others serves, and no journal. */
function beginAs(last: Target, name: string, { alias, apiStage, url }: TargetOutputs): Target {
  const state = { description: '', revisionId: notYet };
  return {
    ...{ name, url, region: last.region },
    alias: { ...last.alias, ...state, name: alias },
    standby: { ...last.alias, ...state, name: standbyAliasOf(alias) },
    apiStage: { ...last.apiStage, name: apiStage, alias },
  };
}
