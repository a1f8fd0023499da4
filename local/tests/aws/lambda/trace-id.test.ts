import test from 'ava';
import { completeTraceId } from '../../../aws/lambda/trace-id.ts';

test('a call without a trace id gets one that is not sampled', (t) => {
  t.regex(
    completeTraceId(undefined, 1_700_000_000_000),
    /^Root=1-6553f100-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/,
  );
});

test('what a caller gave of a trace id is passed on', (t) => {
  const whole = 'Root=1-6553f100-abcdefabcdefabcdefabcdef;Parent=0123456789abcdef;Sampled=1';
  t.is(completeTraceId(whole, 0), whole);
  const root = 'Root=1-6553f100-abcdefabcdefabcdefabcdef';
  t.regex(completeTraceId(root, 0), new RegExp(`^${root};Parent=[0-9a-f]{16};Sampled=0$`));
});

test('a function that traces samples what nobody decided on, and nothing else', (t) => {
  t.regex(completeTraceId(undefined, 0, true), /;Sampled=1$/);
  t.regex(
    completeTraceId('Root=1-6553f100-abcdefabcdefabcdefabcdef;Sampled=0', 0, true),
    /Sampled=0/,
  );
});
