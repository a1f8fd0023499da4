import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { parseFilterPattern } from '../../../aws/logs/filter-pattern.ts';
import { createGroup } from './_groups.ts';

test('patterns that are not modelled say so', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const logGroupName = await createGroup(t, logs);
  for (const filterPattern of ['%ERR.R%', '[ip, user]']) {
    const call = () => logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
    await failsWith(t, call, 'NotImplemented', 501, /FilterLogEvents/);
  }
});

test('a pattern that breaks the syntax is an invalid parameter', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const logGroupName = await createGroup(t, logs);
  for (const filterPattern of [
    'a/b',
    '"open',
    '{ $.a }',
    '{ $.a = }',
    '{ a = 1 }',
    '{ ($.a = 1 }',
  ]) {
    const call = () => logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
    await failsWith(t, call, 'InvalidParameterException', 400, /Invalid filter pattern/);
  }
});

const request = JSON.stringify({
  level: 'error',
  status: 503,
  path: { name: '/greeting' },
  tags: ['a', 'b'],
  slow: true,
  user: null,
});

for (const [pattern, message, expected] of [
  ['', 'anything', true],
  ['ERROR', 'an ERROR here', true],
  ['error', 'an ERROR here', false],
  ['one two', 'two and one', true],
  ['one two', 'one', false],
  ['"two words"', 'the two words', true],
  ['"two words"', 'words two', false],
  ['"say \\"hi\\""', 'say "hi"', true],
  ['?one ?two', 'two', true],
  ['?one ?two', 'three', false],
  ['one -two', 'one', true],
  ['one -two', 'one two', false],
  ['{ $.level = "error" }', request, true],
  ['{ $.level = "err*" }', request, true],
  ['{ $.level = error }', request, true],
  ['{ $.level != "error" }', request, false],
  ['{ $.status >= 500 && $.status < 600 }', request, true],
  ['{ $.status > 503 || $.slow IS TRUE }', request, true],
  ['{ ($.status > 503 || $.slow IS TRUE) && $.level = "info" }', request, false],
  ['{ $.path.name = "/greeting" }', request, true],
  ['{ $.tags[1] = "b" }', request, true],
  ['{ $.user IS NULL }', request, true],
  ['{ $.nobody NOT EXISTS }', request, true],
  ['{ $.user EXISTS }', request, true],
  ['{ $.level = "error" }', 'not JSON', false],
  ['{ $.status = 503 }', '[503]', false],
] as const) {
  test(`the pattern <${pattern}> ${expected ? 'finds' : 'does not find'} <${message.slice(0, 20)}>`, (t) => {
    t.is(parseFilterPattern(pattern)(message), expected);
  });
}
