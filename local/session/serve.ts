import { z } from 'zod';

import { signHeaders } from './credentials.ts';
import { openPage } from '../page/open-page.ts';
import { Endpoint } from './endpoint.ts';
import { pageOptions } from './page-options.ts';
import type { Settings } from './settings.ts';

const apisAnswer = z.object({
  apis: z.array(
    z.object({
      name: z.string(),
      region: z.string(),
      stages: z.array(z.object({ name: z.string(), url: z.string() })),
    }),
  ),
});

/** Serves until Ctrl-C, and prints the endpoint, its page, and the URL of every API stage that is deployed. */
export async function serve(settings: Settings): Promise<void> {
  const endpoint = await Endpoint.open(settings);
  try {
    const { url, credentials } = endpoint;
    const page = await openPage({ url, credentials, ...pageOptions(settings.folder) });
    process.stdout.write(await describe(endpoint, page.url));
    await interrupted();
    await page.close();
  } finally {
    endpoint.release();
  }
}

async function describe({ url, credentials }: Endpoint, page: string): Promise<string> {
  const apisUrl = `${url}/_local/apis`;
  const answer = await fetch(apisUrl, { headers: signHeaders('GET', apisUrl, credentials) });
  const { apis } = apisAnswer.parse(await answer.json());
  const isInSeveral = new Set(apis.map(({ region }) => region)).size > 1;
  const stages = apis.flatMap(({ name, region, stages: all }) =>
    all.map(
      (stage) => `  ${name} ${stage.name}${isInSeveral ? ` in ${region}` : ''}  ${stage.url}`,
    ),
  );
  const deployed = stages.length === 0 ? ['  nothing is deployed yet: npm run release'] : stages;
  return `Embedded AWS at ${url} (Ctrl-C ends it)\n  its page  ${page}\n${deployed.join('\n')}\n`;
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        resolve();
      });
    }
  });
}
