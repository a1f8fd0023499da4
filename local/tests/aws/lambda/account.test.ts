import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import { createFunction, setUp } from './_helpers/functions.ts';

test('the account’s limits and usage can be read', async (t) => {
  const stand = await setUp(t);
  const before = await stand.lambda.send(new GetAccountSettingsCommand());
  await createFunction(t, stand);
  const after = await stand.lambda.send(new GetAccountSettingsCommand());
  t.true((after.AccountLimit?.ConcurrentExecutions ?? 0) >= 10);
  t.true((after.AccountUsage?.FunctionCount ?? 0) > (before.AccountUsage?.FunctionCount ?? 0));
  t.true((after.AccountUsage?.TotalCodeSize ?? 0) > (before.AccountUsage?.TotalCodeSize ?? 0));
});
