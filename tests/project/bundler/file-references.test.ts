import test from 'ava';
import { callUnpacked, createFunction, dependingOn, installed } from './_function.ts';

test('a file that a source names by its URL goes along, wherever the source is', async (t) => {
  const { bundle } = await createFunction(t, {
    'function/handler.ts': `
      import { readFile } from 'node:fs/promises';
      import { template } from './mail/template.ts';
      import { list } from 'country-list';
      const text = (url: URL) => readFile(url, 'utf8');
      export const handler = async () => [
        await text(new URL('./greeting.txt', import.meta.url)), await text(template), await text(list)];`,
    'function/greeting.txt': 'hello',
    'function/mail/template.ts': `export const template = new URL(
      "../mail/body.html",
      import.meta.url,
    );`,
    'function/mail/body.html': '<p>',
    ...dependingOn('country-list'),
    ...installed('node_modules/country-list', {
      'index.js': "export const list = new URL('./data/list.csv', import.meta.url);",
      'data/list.csv': 'AT,CH',
    }),
  });
  t.is(await callUnpacked(t, await bundle()), '["hello","<p>","AT,CH"]');
});

test('a source that is an entry is named by what it becomes, as a worker has to be', async (t) => {
  const { bundle } = await createFunction(t, {
    'function/handler.ts': `
      import { Worker } from 'node:worker_threads';
      export const handler = () => new Promise((resolve) => {
        new Worker(new URL('./worker.ts', import.meta.url)).once('message', resolve);
      });`,
    'function/worker.ts': `
      import { parentPort } from 'node:worker_threads';
      parentPort?.postMessage('from a worker');`,
  });
  await t.throwsAsync(bundle(), {
    message: /\.\/worker\.ts is a source: add worker\.ts to function\.bundle\.entries/,
  });
  t.is(await callUnpacked(t, await bundle({ entries: ['worker.ts'] })), '"from a worker"');
});

test('a file that is not there is refused where a source of the function names it', async (t) => {
  const { bundle } = await createFunction(t, {
    'function/handler.ts': `import 'optional';
      // new URL('./in-a-comment', import.meta.url)
      export const handler = async () => new URL('./gone.txt', import.meta.url);`,
    ...dependingOn('optional'),
    ...installed('node_modules/optional', {
      'index.js': "export const maybe = () => new URL('./for-browsers.js', import.meta.url);",
    }),
  });
  await t.throwsAsync(bundle(), {
    message: /1 error:\nhandler\.ts:3:\d+: ERROR: .*\.\/gone\.txt is not there$/,
  });
});
