import { DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import { getFunction, publish, waitUntilSettled } from '../../../../runner/aws/function.ts';
import { placeholderDescription } from '../../../../runner/aws/code-change.ts';
import { deleteDeployment } from '../../../../runner/aws/deployment.ts';
import { UsageError } from '../../../../runner/errors.ts';
import { formatNext } from '../../../../runner/report/message.ts';
import { chooseWayBack } from '../../../../runner/steps/choose.ts';
import { UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { Destination } from '../../../../runner/traffic/way-back.ts';
import { functionName } from '../../behaviour/release/_stack.ts';
import { openStand, type Stand } from '../_stand.ts';

function choose({ clients, stack }: Stand, aim: Destination = {}) {
  const context = { clients, writers: clients, stop: new AbortController() };
  return chooseWayBack(context, stack.outputs, 'prod', aim);
}

async function refusal(t: ExecutionContext, stand: Stand, aim?: Destination): Promise<string> {
  const error = await t.throwsAsync(choose(stand, aim).run(), { instanceOf: UsageError });
  return `${error.message}. Next: ${formatNext(error.next, 'local')}`;
}

test('the pair before is chosen when it is still there', async (t) => {
  const stand = await openStand(t, {
    versions: 3,
    journal: 'accepted 1@old after 2@new, 3@old by release r0',
  });
  const step = choose(stand);
  const chosen = await step.run();
  t.deepEqual(chosen.way.goal, stand.pair('2@new'));
  const version = await getFunction(stand.clients.lambda, functionName, '2');
  t.is(chosen.codeSha256, version.CodeSha256);
  t.is(step.detail?.(chosen), `2@${stand.pair('2@new').deployment}`);
  t.deepEqual((await choose(stand, { to: '3' }).run()).way.goal, stand.pair('3@old'));
});

test('a version that was deleted is told, with the versions that may be named instead', async (t) => {
  const stand = await openStand(t, {
    versions: 3,
    journal: 'accepted 1@old after 2@old, 3@old by release r0',
  });
  await stand.stack.clients.lambda.send(
    new DeleteFunctionCommand({ FunctionName: functionName, Qualifier: '2' }),
  );
  t.is(
    await refusal(t, stand),
    `Target prod served 2@${stand.pair('2@old').deployment} before, but version 2 was deleted. ` +
      'Next: npm run rollback -- --target prod --to 3',
  );
});

test('a deployment that was deleted is told, and that there is nothing else', async (t) => {
  const stand = await openStand(t, { journal: 'accepted 1@old after 2@new by release r0' });
  const { deployment } = stand.pair('2@new');
  await deleteDeployment(stand.clients.apiGateway, stand.stack.outputs.restApiId, deployment);
  t.is(
    await refusal(t, stand),
    `Target prod served 2@${deployment} before, but deployment ${deployment} was deleted. ` +
      'Next: mend the code, then: npm run release',
  );
});

async function publishPlaceholder({ stack }: Stand): Promise<void> {
  const { lambda } = stack.clients;
  const { signal } = new AbortController();
  await lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName: functionName, Timeout: 7 }),
  );
  const latest = await waitUntilSettled(lambda, functionName, '$LATEST', signal);
  await publish(lambda, latest, placeholderDescription, signal);
}

test('nobody goes back to the placeholder who does not say --ungated', async (t) => {
  const stand = await openStand(t, {
    versions: 1,
    journal: 'accepted 1@old after 2@old by release r0',
  });
  await publishPlaceholder(stand);
  const offline =
    'Before, nothing was released to target prod: going back would take it offline, ' +
    'which only --to 2 --ungated does. Next: mend the code, then: npm run release';
  t.is(await refusal(t, stand), offline);
  t.is(await refusal(t, stand, { to: '2' }), offline);
  t.is(
    await refusal(t, stand, { to: '99' }),
    `Target prod serves 1@${stand.pair('1@old').deployment}, and no pair with version 99 is recorded that it served ` +
      'before. Next: mend the code, then: npm run release',
  );
  const { way } = await choose(stand, { to: '2', isUngated: true }).run();
  t.deepEqual(way.goal, stand.pair('2@old'));
});

test('the placeholder is not among the places that are named', async (t) => {
  const stand = await openStand(t, {
    versions: 2,
    journal: 'accepted 1@old after 2@old, 3@old by release r0',
  });
  await publishPlaceholder(stand);
  t.is(
    await refusal(t, stand, { to: '99' }),
    `Target prod serves 1@${stand.pair('1@old').deployment}, and no pair with version 99 is recorded that it served ` +
      'before. Next: name a recorded version: npm run rollback -- --target prod --to 2',
  );
});

test('what AWS cannot tell is an error, and not a version that was deleted', async (t) => {
  const stand = await openStand(t, { journal: 'accepted 1@old after 2@old by release r0' });
  stand.stack.aws.faults.replace([{ operation: 'GetFunctionConfiguration', kind: 'fail' }]);
  await t.throwsAsync(choose(stand).run(), { name: 'ServiceException' });
});
