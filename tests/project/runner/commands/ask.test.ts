import { PassThrough } from 'node:stream';
import test from 'ava';
import { withPerson } from '../../../../runner/commands/ask.ts';
import { Interrupted, UsageError } from '../../../../runner/errors.ts';
import { advise, npmRun } from '../../../../runner/report/next.ts';

const unanswered = { nothing: 'Nothing was deleted', next: advise(npmRun('destroy')) };

/** A person who is asked for a word, and types this; undefined for a terminal that goes away. */
function asked(typed: string | undefined, signal = new AbortController().signal) {
  const input = new PassThrough();
  const terminal = { input, output: new PassThrough().resume(), terminal: true };
  const answer = withPerson({ ...unanswered, signal }, (ask) => ask('Type dev: '), terminal);
  if (typed === undefined) {
    input.end();
  } else {
    input.write(typed);
  }
  return answer;
}

test('a person is asked one question after the other', async (t) => {
  const input = new PassThrough();
  const terminal = { input, output: new PassThrough().resume(), terminal: true };
  const answers = withPerson(
    unanswered,
    async (ask) => {
      const first = ask('First: ');
      input.write('one\r');
      await first;
      const second = ask('Second: ');
      input.write('two\r');
      return [await first, await second];
    },
    terminal,
  );
  t.deepEqual(await answers, ['one', 'two']);
});

test('Ctrl-C is no answer: the command was interrupted, and nothing was changed', async (t) => {
  const expected = { instanceOf: Interrupted, message: 'Nothing was deleted' };
  const { next } = await t.throwsAsync(asked('de\u0003'), expected);
  t.is(next, unanswered.next);
});

for (const [how, typed] of [
  ['Ctrl-D', '\u0004'],
  ['the end of a terminal', undefined],
] as const) {
  test(`${how} is no answer either`, async (t) => {
    const expected = { instanceOf: UsageError, message: /^Nothing was deleted: the input ended/ };
    await t.throwsAsync(asked(typed), expected);
  });
}

test('a request to terminate ends the question', async (t) => {
  const stop = new AbortController();
  const answer = asked('d', stop.signal);
  stop.abort();
  await t.throwsAsync(answer, { instanceOf: Interrupted });
});
