import test from 'ava';

import {
  matchesWhole,
  replaceAll,
  replaceFirst,
} from '../../../../aws/execute-api/template/java-regex.ts';

const matches = test.macro<[pattern: string, text: string, expected: boolean]>({
  exec: (t, pattern, text, expected) => {
    t.is(matchesWhole(pattern, text), expected);
  },
  title: (_, pattern, text, expected) =>
    `${pattern} ${expected ? 'matches' : 'does not match'} ${JSON.stringify(text)}`,
});

test(matches, 'Invalid', 'Invalid', true);
test(matches, 'Invalid', 'Invalid name', false);
test(matches, 'Invalid.*', 'Invalid name', true);
test(matches, 'Invalid.*', 'Invalid\nname', false);
test(matches, String.raw`(\n|.)+`, 'Invalid\nname', true);
test(matches, '(?s)Invalid.*', 'Invalid\nname', true);
test(matches, '(?i)invalid', 'INVALID', true);
test(matches, 'a|b', 'ab', false);
test(matches, String.raw`\Qa.b\E`, 'axb', false);
test(matches, String.raw`\p{Alpha}+`, 'abc', true);
test(matches, String.raw`^\[BadRequest\].*$`, '[BadRequest] x', true);
test(matches, '.+', '', false);

test('a replacement refers to groups by $ and takes what follows a backslash literally', (t) => {
  t.is(replaceAll('a-b', '(.)-(.)', '$2-$1'), 'b-a');
  t.is(replaceAll('ab', 'b', String.raw`\$1`), 'a$1');
  t.is(replaceFirst('aa', 'a', 'b'), 'ba');
});

test('what JavaScript cannot express is refused rather than read differently', (t) => {
  t.throws(() => matchesWhole('a++', 'aa'), { message: /not modelled/ });
  t.throws(() => matchesWhole('(', ''), { message: /not valid/ });
});
