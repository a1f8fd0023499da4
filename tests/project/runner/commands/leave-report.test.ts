import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { createClients } from '../../../../runner/aws/clients.ts';
import { nobodySignsIn } from '../../../../stack/sign-in/aws-settings.ts';
import { leaveReport } from '../../../../runner/commands/leave-report.ts';
import { createRecorder } from '../../../../runner/report/recorder.ts';
import { id, putBackReport } from '../report/_reports.ts';

const context = (isDryRun = false) => ({
  reporter: createRecorder(),
  clients: createClients({ region: 'eu-west-1', signIn: nobodySignsIn }),
  isDryRun,
});
const { result } = putBackReport();

test.serial('a report is left where its path says', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'reports-'));
  const path = await leaveReport(context(), result, folder);
  t.true(path?.endsWith(join(id, 'report.html')));
  t.true((await readFile(path ?? '', 'utf8')).includes('Red, put back'));
  t.is(await leaveReport(context(true), result, folder), undefined, 'a dry run writes nothing');
});

test.serial('a report that cannot be written is a line, and no failure', async (t) => {
  const folder = join(await mkdtemp(join(tmpdir(), 'reports-')), 'reports');
  await writeFile(folder, 'a file is in the way, as a full disk would be');
  const said: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (text: string | Uint8Array) => said.push(String(text)) > 0;
  try {
    t.is(await leaveReport(context(), result, folder), undefined);
  } finally {
    process.stderr.write = write;
  }
  t.regex(said.join(''), /^The report could not be written: .*ENOTDIR/);
});
