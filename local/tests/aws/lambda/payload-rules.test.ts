import test from 'ava';
import { payloadProblem } from '../../../aws/lambda/payload-rules.ts';

const source = 'Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)';
const expected = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'";

test('JSON has no problem', (t) => {
  for (const text of ['{}', ' [1]', 'null', '"a"', '-1']) {
    t.is(payloadProblem(Buffer.from(text)), undefined);
  }
});

test('a byte that no value begins with is named', (t) => {
  t.is(
    payloadProblem(Buffer.from([0x99, 0xeb, 0x2c])),
    `Unexpected character ((CTRL-CHAR, code 153)): expected a valid value (${expected})\n` +
      ` at [${source}; line: 1, column: 1]`,
  );
  t.regex(payloadProblem(Buffer.from('\n<a>')) ?? '', /'<' \(code 60\).*\n.*line: 2, column: 1\]$/);
});

test('a word is read to its end, and a byte in it that is not UTF-8 is named', (t) => {
  t.is(
    payloadProblem(Buffer.from('not json')),
    `Unrecognized token 'not': was expecting (${expected})\n at [${source}; line: 1, column: 5]`,
  );
  t.is(
    payloadProblem(Buffer.from([0x6e, 0x87, 0x72])),
    `Invalid UTF-8 start byte 0x87\n at [${source}; line: 1, column: 3]`,
  );
});

test('what is wrong later is said in other words', (t) => {
  t.truthy(payloadProblem(Buffer.from('{not json')));
});
