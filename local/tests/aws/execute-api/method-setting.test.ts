import test from 'ava';

import { definition, method, methodSetting, mock, openGateway } from './_api.ts';

test('the settings of a method go before those of the stage', async (t) => {
  const none = methodSetting({ throttlingBurstLimit: 0, throttlingRateLimit: 0 });
  const served = definition({
    '/a/b': { GET: method(mock()), POST: method(mock()) },
    '/c': { GET: method(mock()) },
  });
  const { get } = await openGateway(t, served, {
    now: () => 0,
    stage: {
      methodSettings: { '*/*': none, '~1a~1b/GET': methodSetting(), 'c/GET': methodSetting() },
    },
  });
  t.is((await get('/a/b')).status, 200);
  t.is((await get('/c')).status, 200);
  t.is((await get('/a/b', { method: 'POST' })).status, 429);
});
