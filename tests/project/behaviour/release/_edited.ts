import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { UpdateAliasCommand, type UpdateAliasCommandInput } from '@aws-sdk/client-lambda';
import type { ExecutionContext } from 'ava';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';
import type { ReleaseOptions } from './_release.ts';
import { functionName, type TestStack } from './_stack.ts';

/**
 * What lets a person do something while the api tier of a target runs: that ends when it is done.
 *
 * @param exitCode of the tier of that target; the others are green.
 */
export async function whileApiTierRuns(
  t: ExecutionContext,
  { target, exitCode = 0 }: { readonly target: string; readonly exitCode?: 0 | 1 },
  edit: () => Promise<unknown>,
): Promise<Pick<ReleaseOptions, 'tiers' | 'onEvent'>> {
  const done = join(await temporaryFolder(t, 'edited-'), 'done');
  const isDone = `require("fs").existsSync("${done}")`;
  const end = `process.exit(${String(exitCode)})`;
  const script = `if(process.env.TARGET==="${target}"){setInterval(()=>{if(${isDone})${end}},20)}`;
  return {
    tiers: { api: `node --eval ${script}` },
    onEvent(event) {
      if (event.kind === 'step-started' && event.step === `api-tier-${target}`) {
        void edit().finally(() => {
          writeFileSync(done, '');
        });
      }
    },
  };
}

/** Changes an alias as a person does in the console. */
export function editAlias(
  { clients }: TestStack,
  change: Omit<UpdateAliasCommandInput, 'FunctionName'>,
): Promise<unknown> {
  return clients.lambda.send(new UpdateAliasCommand({ FunctionName: functionName, ...change }));
}

/** Changes an API stage as a person does in the console. */
export function editStage(
  { clients, outputs: { restApiId } }: TestStack,
  stageName: string,
  path: string,
  value: string,
): Promise<unknown> {
  const patchOperations = [{ op: 'replace' as const, path, value }];
  const command = new UpdateStageCommand({ restApiId, stageName, patchOperations });
  return clients.apigateway.send(command);
}
