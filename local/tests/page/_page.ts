import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { ExecutionContext } from 'ava';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import { openPage } from '../../page/open-page.ts';
import type { PageOptions } from '../../page/open-page.ts';
import { account, testSecret } from '../_helpers/account.ts';
import { temporaryFolder } from '../_helpers/temporary-folder.ts';
import { aliasUri, deploy, operation } from '../aws/execute-api/_deployed.ts';
import type { Deployed } from '../aws/execute-api/_deployed.ts';

const browserPath = ['chromium', 'chromium-browser', 'google-chrome']
  .map((name) => join('/usr/bin', name))
  .find((path) => existsSync(path));

/** A real browser, ended with the test; undefined, and said so, where there is none. */
export async function startBrowser(t: ExecutionContext): Promise<Browser | undefined> {
  if (browserPath === undefined) {
    t.log('No Chromium in /usr/bin: nobody looked at the page.');
    t.pass();
    return undefined;
  }
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
  t.teardown(() => browser.close());
  return browser;
}

export const hostile = '</script></title><script>alert(1)</script><img src=x onerror="alert(2)">';

const source = `
export const handler = async (event) => {
  console.log('said by the handler', event.name);
  if (event.name === 'throw') throw new Error('on purpose');
  return { greeting: 'Hello, ' + event.name + '!' };
};`;

const headers = ['X-Lambda-Version', 'X-Api-Deployment'];
const route = {
  ...operation({
    type: 'aws',
    uri: aliasUri,
    requestTemplates: {
      'application/json': `#set($context.responseOverride.header['X-Api-Deployment'] = $context.deploymentId){"name": "$util.escapeJavaScript($input.params('name'))"}`,
    },
    responses: {
      default: {
        statusCode: '200',
        responseTemplates: { 'application/json': `{"said": $input.json('$.greeting')}` },
        responseParameters: {
          'method.response.header.X-Lambda-Version':
            'integration.response.header.X-Amz-Executed-Version',
          'method.response.header.X-Api-Deployment': 'context.deploymentId',
        },
      },
    },
  }),
  responses: {
    '200': {
      description: '',
      headers: Object.fromEntries(headers.map((name) => [name, { schema: { type: 'string' } }])),
    },
  },
};

export interface Opened extends Deployed {
  /** Of the embedded AWS. */
  readonly endpoint: string;
  /** Of its page, with the token. */
  readonly page: string;
}

/** A stage `prod` that greets by a function, and the page of the embedded AWS that serves it. */
export async function openDeployed(
  t: ExecutionContext,
  options: Partial<PageOptions> = {},
): Promise<Opened> {
  const deployed = await deploy(t, source, { '/greeting': { get: route } });
  const endpoint = new URL(deployed.url('prod')).origin;
  const folder = await temporaryFolder(t);
  const page = await openPage({
    url: endpoint,
    credentials: { accessKeyId: account, secretAccessKey: testSecret },
    addressFile: join(folder, 'page.json'),
    root: folder,
    stacks: ['local'],
    ...options,
  });
  t.teardown(() => page.close());
  return { ...deployed, endpoint, page: page.url };
}

/** A tab, with what its console, its dialogs and its errors said. */
export async function openTab(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ readonly tab: Page; readonly said: string[] }> {
  const tab = await browser.newPage(options);
  const said: string[] = [];
  tab.on('console', (message) => said.push(message.text()));
  tab.on('pageerror', (error) => said.push(error.message));
  tab.on('dialog', (dialog) => {
    said.push(dialog.message());
    dialog.dismiss().catch(() => undefined);
  });
  return { tab, said };
}

/**
 * The page in a browser, once it hears of what changes.
 *
 * @returns undefined where there is no browser, which the test says.
 */
export async function openLive(t: ExecutionContext, options: Partial<PageOptions> = {}) {
  const browser = await startBrowser(t);
  if (browser === undefined) {
    return undefined;
  }
  const opened = await openDeployed(t, options);
  const { tab, said } = await openTab(browser);
  await tab.goto(opened.page);
  await tab.waitForSelector('#live.on');
  return { ...opened, tab, said };
}
