import test from 'ava';
import { markup } from '../../../../../runner/report/text/markup.ts';

test('a value is text, and markup stays what it is', (t) => {
  const inner = markup`<b>${'<i>'}</b>`;
  t.is(
    markup`<p title="${'"\'&'}">${inner}${[inner]}${1}${undefined}</p>`.text,
    '<p title="&quot;&#39;&amp;"><b>&lt;i&gt;</b><b>&lt;i&gt;</b>1</p>',
  );
});

test('no control character, no colour of a terminal and no turned reading gets through', (t) => {
  t.is(
    markup`${'a\u001B[31mred\u001B[0m\u0000\u202Eb\tc\nd\uD800'}`.text,
    'ared\uFFFD\uFFFDb\tc\nd\uFFFD',
  );
});
