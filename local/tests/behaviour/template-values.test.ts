import test from 'ava';
import fc from 'fast-check';

import { renderTemplate } from '../../aws/execute-api/template/render.ts';
import { definition, method, mockAnswering, openGateway } from '../aws/execute-api/_api.ts';

const safeTemplate = `{"name": "$util.escapeJavaScript($input.params('name')).replaceAll("\\\\'","'")"}`;

/** Text that means something to Velocity, Java's regular expressions, JSON or URLs. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '"',
          "'",
          '\\',
          '/',
          '\n',
          '\u0000',
          '\u2028',
          '#',
          '$',
          '{',
          '}',
          '\\u0041',
          '+',
          '%41',
        ],
        ...[
          '#set($x=1)',
          '${x}',
          '$input',
          '$input.body',
          '#if(true)',
          '#end',
          '$1',
          "\\'",
          '😀',
          'é',
        ],
      ),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join(''));

test('a name of any text comes through the safe template as JSON that holds it', (t) => {
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (name) => {
      const text = render(safeTemplate, name);
      t.deepEqual(JSON.parse(text), { name });
    }),
    { numRuns: 500 },
  );
});

test('a query value of any text reaches a template as it was sent', async (t) => {
  const template = "$util.base64Encode($input.params('name'))";
  const served = definition({ '/': { GET: method(mockAnswering(template)) } });
  const { get } = await openGateway(t, served);
  await fc.assert(
    fc.asyncProperty(hostile, async (name) => {
      const { status, text } = await get(`/?name=${encodeURIComponent(name)}`);
      t.is(status, 200);
      t.is(Buffer.from(text, 'base64').toString('utf8'), name);
    }),
    { numRuns: 200 },
  );
});

test('a value is never read as a template, wherever a template puts it', (t) => {
  const template = [
    "$input.params('name')",
    `#set($copy = "$input.params('name')")$copy`,
    '$input.params().querystring.name',
    `#macro(say $it)$it#end#say($input.params('name'))`,
    `#foreach($it in [$input.params('name')])$it#end`,
  ].join('\u0001');
  fc.assert(
    fc.property(hostile, (name) => {
      t.is(render(template, name), Array.from({ length: 5 }, () => name).join('\u0001'));
    }),
  );
});

test('$input.json repeats any JSON document', (t) => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const document = { value };
      const text = render("$input.json('$')", '', JSON.stringify(document));
      t.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(document)));
    }),
  );
});

function render(template: string, name: string, body = ''): string {
  return renderTemplate(template, {
    body,
    parameters: { path: {}, querystring: { name }, header: {} },
    context: {},
    stageVariables: {},
  });
}
