import test from 'ava';
import fc from 'fast-check';

import { arnLike, globMatch } from '../../../aws/lambda/arn-like.ts';

const section = fc.stringMatching(/^[a-z0-9/-]{0,8}$/);
const arn = fc
  .tuple(section, section, section, section, section)
  .chain((parts) =>
    fc
      .array(section, { minLength: 1, maxLength: 3 })
      .map((resource) => ['arn', ...parts.slice(0, 4), resource.join(':')].join(':')),
  );

test('an ARN matches itself and, with * in any one section, still', (t) => {
  fc.assert(
    fc.property(arn, fc.nat({ max: 5 }), (value, index) => {
      const parts = value.split(':');
      const sections = [...parts.slice(0, 5), parts.slice(5).join(':')];
      const pattern = sections.with(index, '*').join(':');
      return arnLike(value, value) && arnLike(pattern, value);
    }),
  );
  t.pass();
});

test('a wildcard does not reach over a colon, except in the last section', (t) => {
  const value = 'arn:aws:execute-api:eu-west-1:123456789012:abc/prod/GET/a:b';
  t.true(arnLike('arn:aws:execute-api:*:*:abc/*', value));
  t.true(arnLike('arn:aws:execute-api:eu-west-?:123456789012:abc/prod/GET/a:b', value));
  t.false(arnLike('arn:aws:*:abc/prod/GET/a:b', value));
  t.false(arnLike('arn:*', value));
  t.false(arnLike('*', value));
});

test('a pattern without wildcards matches only itself', (t) => {
  fc.assert(
    fc.property(arn, arn, (pattern, value) => arnLike(pattern, value) === (pattern === value)),
  );
  t.pass();
});

/** The obvious, slow definition. */
function matchesByDefinition(pattern: string, text: string): boolean {
  const [first] = pattern;
  if (first === undefined) {
    return text === '';
  }
  const rest = pattern.slice(1);
  if (first === '*') {
    return (
      matchesByDefinition(rest, text) ||
      (text !== '' && matchesByDefinition(pattern, text.slice(1)))
    );
  }
  return (
    text !== '' && (first === '?' || first === text[0]) && matchesByDefinition(rest, text.slice(1))
  );
}

test('globs match as defined', (t) => {
  const pattern = fc.stringMatching(/^[ab*?]{0,7}$/);
  const text = fc.stringMatching(/^[ab]{0,8}$/);
  fc.assert(
    fc.property(pattern, text, (p, value) => globMatch(p, value) === matchesByDefinition(p, value)),
    { numRuns: 1000 },
  );
  t.pass();
});

test('a hostile pattern is decided quickly', (t) => {
  const startedAt = performance.now();
  t.false(globMatch('*a'.repeat(50) + 'b', 'a'.repeat(5000)));
  t.true(performance.now() - startedAt < 2000);
});
