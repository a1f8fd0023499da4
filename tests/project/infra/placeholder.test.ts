import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as pulumi from '@pulumi/pulumi';
import test from 'ava';
import { z } from 'zod';
import { placeholderCode } from '../../../infra/placeholder.ts';
import { temporaryFolder } from '../../../local/tests/_helpers/temporary-folder.ts';
import { greetingRoutes } from '../_helpers/greeting.ts';

const routesWithAnswers = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        'x-amazon-apigateway-integration': z.object({
          responses: z.record(z.string(), z.looseObject({ statusCode: z.string() })),
        }),
      }),
    ),
  ),
});

const handlerModule = z.object({
  handler: z.custom<() => Promise<unknown>>((value) => typeof value === 'function'),
});

/** Runs the placeholder as Lambda would. */
async function invokePlaceholder(folder: string): Promise<unknown> {
  const code = placeholderCode('index.handler');
  const assets = code instanceof pulumi.asset.AssetArchive ? await code.assets : {};
  const asset = assets['index.mjs'];
  const source = asset instanceof pulumi.asset.StringAsset ? await asset.text : '';
  const file = join(folder, 'index.mjs');
  await writeFile(file, source);
  return handlerModule.parse(await import(pathToFileURL(file).href)).handler();
}

test('before the first release every route answers 503, and says why', async (t) => {
  const folder = await temporaryFolder(t, 'placeholder-');
  const { message } = await t.throwsAsync(invokePlaceholder(folder));
  const { paths } = routesWithAnswers.parse(greetingRoutes().document);
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const { responses } = operation['x-amazon-apigateway-integration'];
      const chosen = Object.entries(responses).filter(
        ([pattern]) => pattern !== 'default' && new RegExp(`^${pattern}$`).test(message),
      );
      t.deepEqual(
        chosen.map(([, { statusCode }]) => statusCode),
        ['503'],
        `${method} ${path}`,
      );
    }
  }
});

test('what the placeholder exports is what the function calls', async (t) => {
  const code = placeholderCode('index.greet');
  const assets = code instanceof pulumi.asset.AssetArchive ? await code.assets : {};
  const asset = assets['index.mjs'];
  t.regex(
    asset instanceof pulumi.asset.StringAsset ? await asset.text : '',
    /export async function greet\(/,
  );
});
