import test from 'ava';
import { findAnswers } from '../../../adopt/init-answers.ts';
import { UsageError } from '../../../runner/errors.ts';

/** A person who gives these answers, one after the other. */
function person(...answers: readonly string[]) {
  const left = [...answers];
  const asked: string[] = [];
  const ask = (question: string) => {
    asked.push(question);
    return Promise.resolve(left.shift() ?? '');
  };
  return { ask, asked };
}

const keeps = { removesExample: false };

test('a person is asked for the name, the region, and whether the example goes', async (t) => {
  const { ask, asked } = person(' orders ', 'eu-north-1', 'Y');
  const answers = await findAnswers(keeps, ask);
  t.deepEqual(answers, { name: 'orders', region: 'eu-north-1', removesExample: true });
  t.is(asked.length, 3);
});

test('who answers nothing but the name changes nothing else', async (t) => {
  const { ask } = person('orders');
  t.deepEqual(await findAnswers(keeps, ask), { name: 'orders', region: undefined, ...keeps });
});

test('what was typed is not asked', async (t) => {
  const { ask, asked } = person('orders');
  const typed = { region: 'eu-west-1', removesExample: true };
  t.deepEqual(await findAnswers(typed, ask), { name: 'orders', ...typed });
  t.is(asked.length, 1);
  t.deepEqual(await findAnswers({ ...typed, name: 'shop' }, ask), { name: 'shop', ...typed });
  t.is(asked.length, 1);
});

test('a name that cannot be is refused before more is asked', async (t) => {
  const { ask, asked } = person('No Name');
  await t.throwsAsync(findAnswers(keeps, ask), { instanceOf: UsageError });
  t.is(asked.length, 2);
});

for (const name of ['null', 'true', 'on']) {
  test(`the name ${name}, which YAML reads as another kind of value, is refused`, async (t) => {
    const error = await t.throwsAsync(findAnswers({ ...keeps, name }, undefined), {
      instanceOf: UsageError,
    });
    t.regex(error.message, /is no text in YAML/);
  });
}

test('where there is nobody to ask, a name has to be typed', async (t) => {
  await t.throwsAsync(findAnswers(keeps, undefined), { message: /no terminal to ask on/ });
});
