// `npm run pictures`: makes the pictures of the README anew, of a release on the embedded AWS. It needs a Chromium,
// and script (util-linux).

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { exitStatus } from '../../runner/errors.ts';
import { createCheckout } from '../../tests/project/behaviour/e2e/_checkout.ts';
import { drawRecording, type Printed } from './recording.ts';

const columns = 96;
const pageSize = { width: 1200, height: 1000 };

const rollout = `    name: greeting
  gated-lambda-release:targets:
    - { name: stage, alias: STAGE, apiStage: stage }
    - name: prod
      alias: PROD
      apiStage: prod
      rollout:
        steps: [10, 50]
        interval: 4
        judge: { minSamples: 5, probesPerSecond: 50 }
`;

/** What a terminal shows of `npm run release`. */
async function record(root: string): Promise<Printed[]> {
  const line = `stty cols ${columns}; exec npm run --silent release`;
  const startedAt = performance.now();
  const terminal = spawn('script', ['-qefc', line, '/dev/null'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TERM: 'xterm-256color', SHELL: '/bin/sh', NO_COLOR: '' },
  });
  const printed: Printed[] = [];
  terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed.push({ ms: Math.round(performance.now() - startedAt), text });
  });
  const [status] = (await once(terminal, 'close')) as [number];
  if (status !== 0) {
    throw new Error(`The release ended with ${status}`);
  }
  return printed;
}

async function photograph(page: string, picture: string): Promise<void> {
  const executablePath = ['chromium', 'chromium-browser', 'google-chrome']
    .map((name) => join('/usr/bin', name))
    .find((path) => existsSync(path));
  if (executablePath === undefined) {
    throw new Error('There is no Chromium on this machine');
  }
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const tab = await browser.newPage({ viewport: pageSize, colorScheme: 'light' });
    await tab.goto(pathToFileURL(page).href);
    await tab.screenshot({ path: picture });
  } finally {
    await browser.close();
  }
}

const [argument] = process.argv.slice(2);
if (argument !== undefined) {
  process.stderr.write(
    `npm run pictures takes no arguments, and there is ${argument}. Next: npm run pictures\n`,
  );
  process.exit(exitStatus.usage);
}

const checkout = await createCheckout();
try {
  await checkout.edit('Pulumi.local.yaml', '    name: greeting\n', rollout);
  await checkout.serve();
  await checkout.release();
  await checkout.editHandler('second');
  await checkout.release();
  await checkout.editHandler('third');
  const printed = await record(checkout.root);
  const recording = drawRecording(printed, columns, 'npm run release');
  writeFileSync(join(import.meta.dirname, 'release.svg'), recording);
  const reports = join(checkout.root, '.local', 'reports');
  const newest = readdirSync(reports).sort().at(-1) ?? '';
  await photograph(join(reports, newest, 'report.html'), join(import.meta.dirname, 'report.png'));
} finally {
  await checkout.close();
}
