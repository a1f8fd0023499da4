import test from 'ava';

import { renderTemplate } from '../../../../aws/execute-api/template/render.ts';
import { TemplateError } from '../../../../aws/execute-api/template/template-error.ts';

const renders = test.macro<[template: string, expected: string, body?: string]>({
  exec: (t, template, expected, body) => {
    t.is(render(template, body), expected);
  },
  title: (title, template) => title ?? template.replaceAll('\n', '\\n'),
});

const refuses = test.macro<[template: string, message: RegExp, body?: string]>({
  exec: (t, template, message, body) => {
    t.throws(() => render(template, body), { instanceOf: TemplateError, message });
  },
  title: (title, template) => title ?? `refuses ${template}`,
});

const pets =
  '{"pets":[{"name":"Rex","age":3},{"name":"Tom","age":5}],"owner":{"id":"o1"},"n":null}';

test('an empty body is shown as {}', renders, '$input.body', '{}');
test('$input.json of a part', renders, "$input.json('$.pets[1]')", '{"name":"Tom","age":5}', pets);
test('$input.json where nothing is', renders, "$input.json('$.missing')", '""', pets);
test('what does not exist prints nothing', renders, '[$none.x][$!none][$context.nope]', '[][][]');
test('a path parameter goes before a query parameter', renders, "$input.params('both')", 'path');
test('a query parameter goes before a header', renders, "$input.params('mixed')", 'query');
test('a header is found in any case', renders, "$input.params('x-custom')", 'header');
test('a missing parameter is empty', renders, "<$input.params('nope')>", '<>');
test(
  'stage variables',
  renders,
  '$stageVariables.LambdaAlias/${stageVariables.LambdaAlias}',
  'PROD/PROD',
);
test(
  'a loop knows its position',
  renders,
  "#foreach($p in $input.path('$.pets'))$velocityCount:$foreach.index:$p.name#if($foreach.hasNext),#end#end",
  '1:0:Rex,2:1:Tom',
  pets,
);
test(
  'nested loops keep their own positions',
  renders,
  '#foreach($a in [1..2])#foreach($b in [1..2])$foreach.count#end$foreach.count#end',
  '121122',
);
test(
  '#break ends a loop at once',
  renders,
  '#foreach($i in [1..9])#if($i == 3)#break#end$i#end!',
  '12!',
);
test(
  'a map is walked by its keys',
  renders,
  "#foreach($k in $input.path('$.owner').keySet())$k=$input.path('$.owner').get($k)#end",
  'id=o1',
  pets,
);
test(
  'entries of a map have getters',
  renders,
  '#set($m = {"a": 1})#foreach($e in $m.entrySet())$e.key$e.getValue()#end',
  'a1',
);
test(
  'a map prints as in Java, a list in it as JSON',
  renders,
  "$input.path('$')",
  '{a={b=1}, l=["x"]}',
  '{"a":{"b":1},"l":["x"]}',
);
test('null equals the empty string', renders, '#if($none == "")a#end#if($none != "")b#end', 'a');
test('#set with null keeps the old value', renders, '#set($x = 1)#set($x = $none)$x', '1');
test('integers divide to an integer', renders, '#set($x = 7 / 2)$x', '3');
test(
  'a whole number of JSON keeps all of its digits',
  renders,
  "$input.json('$.id') $input.path('$.id') $input.path('$') #set($next = $input.path('$.id') + 1)$next",
  '1234567890123456789 1234567890123456789 {id=1234567890123456789} 1234567890123456790',
  '{"id":1234567890123456789}',
);
test(
  'a double stays one',
  renders,
  "#set($x = 5.0 / 2)$x #set($y = $input.path('$.price') * 2)$y $input.json('$') $util.parseJson('[1.50]')",
  '2.5 10.0 {"price":5.0} [1.5]',
  '{"price":5.0}',
);
test('what is larger than any double', renders, "$input.json('$')", '[null]', '[1e999]');
test(
  'doubles print as in Java',
  renders,
  '#set($l = [0.5, 12345678.5, 0.0001, -2.0])#foreach($d in $l)$d #end',
  '0.5 1.23456785E7 1.0E-4 -2.0 ',
);
test('a whole number equals the double of its value', renders, '#if(2 == 2.0)same#end', 'same');
test(
  'numbers are read out of texts',
  renders,
  '#set($Integer = 0)#set($n = $Integer.parseInt("41") + 1)$n $Integer.valueOf("7") #set($Double = 0.0)$Double.parseDouble("1.5")',
  '42 7 1.5',
);
test('an empty string is true, as in Velocity 1', renders, '#if("")yes#else no#end', 'yes');
test(
  'and, or, not',
  renders,
  '#if((true && !false) || $none)1#end#if($none)2#elseif(1 != 2)3#end',
  '13',
);
test('numbers and texts compare by text', renders, '#if(1 == "1")same#end', 'same');
test('raw text is not read', renders, '#[[ $input #if ]]#', ' $input #if ');
test(
  'a brace behind a reference is text',
  renders,
  '#set($x = 1)$x{"a":1}$x.none{\n#foreach($i in [1, 2])$i#end{"b":"#if($x)$x{#end"} ${x}{ #set($s = "$x{")$s',
  '1{"a":1}{\n12{"b":"1{"} 1{ 1{',
);
test(
  'a literal # and $',
  renders,
  '{"color":"#fff","price":"$5"}',
  '{"color":"#fff","price":"$5"}',
);
test('#define', renders, '#define($block)<$x>#end#set($x = 2)$block', '<2>');

test(
  'replaceAll is a Java regular expression',
  renders,
  '#set($s = "a1b22")$s.replaceAll("([0-9]+)", "<$1>")',
  'a<1>b<22>',
);
test(
  'replace takes its text literally',
  renders,
  '#set($s = "a.b.c")$s.replace(".", "$")',
  'a$b$c',
);
test(
  'split drops empty strings at the end',
  renders,
  '#set($s = "a,b,,")$s.split(",").size()',
  '2',
);
test(
  'matches needs the whole string',
  renders,
  '#set($s = "abc")$s.matches("ab") $s.matches("a.c")',
  'false true',
);
test(
  'the string methods templates use',
  renders,
  '#set($s = " Abc ")$s.trim().toUpperCase()$s.trim().toLowerCase()$s.length()$s.contains("b")$s.isEmpty()$s.indexOf("b")$s.trim().startsWith("A")$s.trim().endsWith("c")$s.trim().substring(1,2)$s.equals("x")',
  'ABCabc5truefalse2truetruebfalse',
);
test(
  'lists and maps can be built',
  renders,
  '#set($l = [])#set($ok = $l.add("x"))#set($m = {})#set($ok = $m.put("k", $l))$m.k.size()$m.containsKey("k")$l.get(0)$l.isEmpty()$m.size()',
  '1truexfalse1',
);
test(
  'a list is changed by position and by value',
  renders,
  '#set($l = ["a", "b"])#set($ok = $l.add(0, "z"))$l#set($ok = $l.remove("a"))$l#set($ok = $l.remove(0))$l#set($ok = $l.clear())$l',
  '["z","a","b"]["z","b"]["b"][]',
);
test(
  'a list and a text tell whether they are empty',
  renders,
  '#set($l = [])#set($s = "a")$l.empty $s.empty',
  'true false',
);
test(
  'a text is looked at from a position on',
  renders,
  '#set($s = "abcab")$s.startsWith("b", 1) $s.lastIndexOf("a", 2)',
  'true 0',
);
test(
  '$util',
  renders,
  "$util.urlEncode('a b&c') $util.urlDecode('a+b%26c') $util.base64Encode('hé') $util.base64Decode('aMOp') $util.parseJson('{\"a\":[1]}').a[0]",
  'a+b%26c a b&c aMOpwrong hé 1'.replace('wrong', ''),
);
test(
  '$util.escapeJavaScript escapes quotes, control characters and what is not ASCII',
  renders,
  "$util.escapeJavaScript($input.path('$'))",
  String.raw`a\'b\"c\\d\/e\n\u0001\u00E9\uD83D\uDE00`,
  JSON.stringify('a\'b"c\\d/e\n\u0001é😀'),
);

test(refuses, '$input.nope()', /\$input\.nope\(\) is not modelled/);
test(refuses, '$util.toJson(1)', /\$util\.toJson\(\) does not exist/);
test(refuses, '#evaluate("x")', /#evaluate is not modelled/);
test(refuses, '#set($s = "x")$s.getClass()', /getClass\(\) of String/);
test(refuses, '#set($l = ["a"])$l.get(1)', /Index 1 out of bounds for length 1/);
test(refuses, '#set($i = 0)$i.parseInt("x")', /For input string: "x"/);
test(refuses, '#if(', /not valid Velocity/);
test(refuses, "$input.path('$.a[?(@.b)]')", /JSONPath/);
test(
  'a body that begins like JSON must be JSON',
  refuses,
  "$input.path('$')",
  /not valid JSON/,
  '{"a":',
);

test('what a template changes of its input is not seen by the next', (t) => {
  const template =
    "#set($ok = $input.params().header.put('X-Custom', 'changed'))$input.params('X-Custom')";
  t.is(render(template), 'header');
});

test('inherited members of values cannot be reached', (t) => {
  const template =
    "[$input.constructor][$context.constructor][$input.path('$').constructor][$input.path('$').__proto__][$stageVariables.toString]";
  t.is(render(template, '{"a":1}'), '[][][][][]');
  t.is(render('#set($m = {})#set($m.__proto__ = "x")$m.__proto__'), 'x');
  t.false(Object.hasOwn(Object.prototype, 'x'));
});

function render(template: string, body = ''): string {
  return renderTemplate(template, {
    body,
    parameters: {
      path: { both: 'path' },
      querystring: { both: 'query', mixed: 'query' },
      header: { mixed: 'header', 'X-Custom': 'header' },
    },
    context: { stage: 'prod' },
    stageVariables: { LambdaAlias: 'PROD' },
  });
}
