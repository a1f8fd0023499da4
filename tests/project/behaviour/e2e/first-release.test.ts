import { GetAccountCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import { createCheckout } from './_checkout.ts';

const nothingYet = { status: 503, body: { message: 'Nothing released yet' } };
const up = ['pulumi', 'up', '--yes', '--stack', 'local'];
const checkout = await createCheckout();
test.after.always(() => checkout.close());

test.serial('a dry run on a fresh checkout lists every step and makes nothing', async (t) => {
  t.timeout(120_000);
  const { status, stdout, stderr } = await checkout.release('--dry-run');
  t.is(status, 0, stderr);
  t.regex(stdout, /Dry run: nothing was written\.$/m);
  t.regex(stderr, /✓ provision \(preview\)/);
  for (const step of ['publish version', 'lambda tier', 'promote stage', 'promote prod']) {
    t.regex(stderr, new RegExp(`· ${step}`), step);
  }
  await checkout.serve();
  const { Functions } = await checkout.clients().lambda.send(new ListFunctionsCommand({}));
  t.deepEqual(Functions, []);
});

test.serial('status of a stack that is not provisioned says what to do', async (t) => {
  const { status, stdout, lastLine } = await checkout.run('status');
  t.is(status, 2);
  t.is(stdout, '');
  t.regex(
    lastLine,
    /^Stack local has nothing provisioned yet: .* no function greeting .*\. Next: npm run release/,
  );
});

test.serial('after pulumi up alone both URLs answer 503', async (t) => {
  t.timeout(120_000);
  const { status, stdout, stderr } = await checkout.run('local', ['--', ...up]);
  t.is(status, 0, stdout + stderr);
  t.regex(stdout, /created/);
  t.like(await checkout.ask('stage'), nothingYet);
  t.like(await checkout.ask('prod'), nothingYet);
});

test.serial('pulumi up once more changes nothing', async (t) => {
  t.timeout(120_000);
  const before = await checkout.live();
  const { status, stdout } = await checkout.run('local', ['--', ...up]);
  t.is(status, 0, stdout);
  t.regex(stdout, /\d+ unchanged/);
  t.notRegex(stdout, /\d+ (created|updated|deleted|replaced)/);
  t.deepEqual(await checkout.live(), before);
});

test.serial('a first release whose gate is red leaves both targets as they were', async (t) => {
  t.timeout(120_000);
  const undo = await checkout.edit('tests/api/greeting.test.ts', 'Hello, World!', 'Goodbye');
  const { status, stdout, lastLine } = await checkout.release();
  t.is(status, 1);
  t.is(stdout, '');
  t.regex(
    lastLine,
    /^The api tier is red .*Put back: stage\. Serving now: .* Next: .*npm run release/,
  );
  t.like(await checkout.ask('stage'), nothingYet);
  t.like(await checkout.ask('prod'), nothingYet);
  await undo();
});

test.serial('destroy without --yes asks a person, and there is none', async (t) => {
  const { status, lastLine } = await checkout.run('destroy');
  t.is(status, 2);
  t.regex(lastLine, /would delete greeting in account 000000000000.*--yes$/);
  t.like(await checkout.ask('prod'), nothingYet);
});

test.serial('destroy --yes deletes everything but the role of API Gateway', async (t) => {
  t.timeout(120_000);
  t.is((await checkout.release()).status, 0);
  const { status, stdout, stderr } = await checkout.run('destroy', ['--yes']);
  t.is(status, 0, stderr);
  t.is(stdout, 'Deleted what stack local had created.\n');
  const { lambda, apigateway, iam, logs } = checkout.clients();
  t.deepEqual((await lambda.send(new ListFunctionsCommand({}))).Functions, []);
  t.deepEqual((await apigateway.send(new GetRestApisCommand({}))).items ?? [], []);
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  t.is(Roles.length, 1);
  t.is((await apigateway.send(new GetAccountCommand({}))).cloudwatchRoleArn, Roles[0]?.Arn);
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
  // Those that API Gateway itself made stay, as on AWS.
  const names = logGroups.map(({ logGroupName = '' }) => logGroupName);
  t.deepEqual(
    names.filter((name) => !name.startsWith('API-Gateway-Execution-Logs_')),
    [],
  );
});

test.serial('a release after destroy works again', async (t) => {
  t.timeout(120_000);
  const { status, stdout, stderr } = await checkout.release();
  t.is(status, 0, stderr);
  t.regex(stdout, /\nReleased in .*\n(Back to .*\n)?$/);
  await checkout.status();
  t.is((await checkout.ask('stage')).status, 200);
  t.is((await checkout.ask('prod')).status, 200);
});
