// An API that answers no plain GET: what readiness and probes send is what `release.readiness…` says.

import { readHistory } from '../../../../runner/history/entries.ts';
import test, { type ExecutionContext } from 'ava';
import { z } from 'zod';
import type { ReleaseEvent } from '../../../../runner/report/events.ts';
import { createContext, runFailingRelease, runRelease } from './_release.ts';
import { quickRollout } from './_rollout.ts';
import { createStack, functionName, handlerSaying } from './_stack.ts';

const token = 'only-who-has-this-is-answered';

const definition = z.looseObject({
  paths: z.object({ '/greeting': z.object({ get: z.looseObject({}) }) }),
});

/** The one route takes POSTs with a body that fits its model; API Gateway answers 400 to any other by itself. */
function takingPosts(body: string): string {
  const { paths, ...document } = definition.parse(JSON.parse(body));
  const { parameters: _, ...operation } = paths['/greeting'].get;
  const schema = {
    type: 'object',
    required: ['name', 'token'],
    properties: { name: { type: 'string' }, token: { type: 'string', enum: [token] } },
  };
  const post = {
    ...operation,
    requestBody: { content: { 'application/json': { schema } } },
    'x-amazon-apigateway-request-validator': 'body',
  };
  return JSON.stringify({
    ...document,
    'x-amazon-apigateway-request-validators': {
      body: { validateRequestBody: true, validateRequestParameters: false },
    },
    paths: { '/greeting': { post } },
  });
}

const readiness = {
  readinessPath: '/greeting',
  readinessMethod: 'POST' as const,
  readinessBody: { name: 'ready', token: { secure: 'v1:x' } },
};
const decrypted = { readinessBody: { name: 'ready', token } };

async function apiTakingPosts(t: ExecutionContext) {
  const stack = await createStack(t, {}, { hasStandby: true });
  return { stack, deploymentId: await stack.deployApi(takingPosts) };
}

test.serial(
  'readiness, standby and probes post a body, and nobody is shown its secret',
  async (t) => {
    const { stack, deploymentId } = await apiTakingPosts(t);
    const events: ReleaseEvent[] = [];
    const onEvent = (event: ReleaseEvent) => events.push(event);
    const asked = { deploymentId, readiness, decrypted, onEvent };
    await runRelease(t, stack, { ...asked, bundle: await handlerSaying(t, 'first') });
    const options = { ...asked, bundle: await handlerSaying(t, 'second') };
    const { outcome } = await runRelease(t, stack, {
      ...options,
      targets: { prod: { rollout: quickRollout() } },
    });
    t.is(outcome, 'released');
    const green = events.flatMap((event) => (event.kind === 'step-ended' ? [event.step] : []));
    for (const step of ['ready-stage', 'ready-standby-prod', 'judge-prod-50', 'ready-prod']) {
      t.true(green.includes(step), step);
    }
    const judged = events.flatMap((event) => (event.kind === 'judged' ? event.sources : []));
    const probed = judged.filter(({ source }) => source === 'probes');
    t.true(probed.some(({ candidate, baseline }) => candidate.count > 0 && baseline.count > 0));
    const { clients } = createContext(t, stack, options);
    const history = await readHistory(clients, functionName, 9);
    t.is(history.length, 2);
    t.false(JSON.stringify([events, history]).includes(token));
  },
);

for (const [what, wrong, answer] of [
  ['a GET', { readinessMethod: 'GET' as const, readinessBody: undefined }, /403 without the/],
  ['a body that does not fit', { readinessBody: { name: 'ready' } }, /400 without the headers/],
] as const) {
  test.serial(`${what} is not answered with the candidate, and the gate is red`, async (t) => {
    const { stack, deploymentId } = await apiTakingPosts(t);
    const { status, message } = await runFailingRelease(t, stack, {
      bundle: await handlerSaying(t, 'first'),
      deploymentId,
      readiness: { ...readiness, readinessTimeout: 0.2, ...wrong },
    });
    t.is(status, 1);
    t.regex(message, /^(GET|POST) \S+\/stage\/greeting did not answer with 2@\w+ within 0\.2 s/);
    t.regex(message, answer);
    t.regex(message, /check release\.readinessPath with its method and body/);
  });
}
