import test from 'ava';
import { z } from 'zod';
import { accessLogFormat } from '../../../infra/access-log.ts';

test('a line is JSON whose values API Gateway fills in, each once', (t) => {
  t.false(accessLogFormat.includes('\n'));
  const fields = z.record(z.string(), z.string()).parse(JSON.parse(accessLogFormat));
  const values = Object.values(fields);
  t.true(
    values.every((value) => /^\$context(\.\w+)+$/.test(value)),
    values.join(),
  );
  t.is(new Set(values).size, values.length);
});

test('a line tells who answered a request, and how', (t) => {
  t.like(JSON.parse(accessLogFormat), {
    requestId: '$context.requestId',
    status: '$context.status',
    deploymentId: '$context.deploymentId',
  });
});
