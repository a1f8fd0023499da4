import test from 'ava';
import fc from 'fast-check';

import { functionArn, isAliasName, parseFunctionReference } from '../../../aws/lambda/arn.ts';

const place = { account: '123456789012', region: 'eu-west-1' };
const name = fc
  .stringMatching(/^[a-zA-Z0-9-_]{1,64}$/)
  .filter((text) => text !== 'function' && !/^(\d{12}|[a-z]{2}-[a-z]+-\d)$/.test(text));
const qualifier = fc.oneof(fc.constant('$LATEST'), fc.stringMatching(/^[a-zA-Z0-9-_]{1,20}$/));

test('every form of a name means the same function', (t) => {
  fc.assert(
    fc.property(name, fc.option(qualifier, { nil: undefined }), (fn, q) => {
      const suffix = q === undefined ? '' : `:${q}`;
      const forms = [
        `${fn}${suffix}`,
        `function:${fn}${suffix}`,
        `${place.account}:function:${fn}${suffix}`,
        functionArn(place, fn, q),
      ];
      return forms.every((form) => {
        const reference = parseFunctionReference(form);
        return reference?.name === fn && reference.qualifier === q;
      });
    }),
  );
  t.pass();
});

test('a full ARN tells account and region', (t) => {
  t.like(parseFunctionReference(functionArn(place, 'greeting')), place);
  t.like(parseFunctionReference('arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:f'), {
    region: 'us-gov-west-1',
  });
});

test('what names no function is not read as one', (t) => {
  for (const text of [
    '',
    'a b',
    'a:b:c:d',
    'arn:aws:s3:::bucket',
    'name:',
    'a/b',
    'name:$OLDEST',
  ]) {
    t.is(parseFunctionReference(text), undefined, text);
  }
});

test('an alias name is not only digits', (t) => {
  t.true(isAliasName('PROD') && isAliasName('v1') && isAliasName('1a'));
  t.false(isAliasName('1') || isAliasName('$LATEST') || isAliasName('') || isAliasName('a b'));
});
