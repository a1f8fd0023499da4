import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { root } from '../../../../runner/root.ts';

const urlOf = (...path: readonly string[]) => pathToFileURL(join(root, 'runner', ...path)).href;

/** A command that tells one event to a file, and ends well. */
function tellEvent(file: string) {
  const script = `
    const { openEventFile } = await import(${JSON.stringify(urlOf('report', 'events.ts'))});
    const reporter = openEventFile(${JSON.stringify(file)}, console.log);
    reporter.report({ kind: 'note', text: 'first' });
    reporter.report({ kind: 'note', text: 'second' });
    reporter.close();`;
  const outlive = urlOf('bootstrap', 'outlive-output.mjs');
  const args = ['--import', outlive, '--input-type=module', '--eval', script];
  return spawnSync(process.execPath, args, { encoding: 'utf8' });
}

const whereDisksCanBeFull = existsSync('/dev/full') ? test : test.skip;

whereDisksCanBeFull('events that get nowhere are told once, and the command ends with 3', (t) => {
  const { status, stdout, stderr } = tellEvent('/dev/full');
  t.is(status, 3, stderr);
  t.regex(stdout, /^The events file is cut short: ENOSPC.*\n$/);
  t.regex(
    stderr,
    /The command has done its work, but not all of its output could be written: ENOSPC/,
  );
});

test('events that are written change nothing about how a command ends', (t) => {
  const { status, stdout, stderr } = tellEvent('/dev/null');
  t.deepEqual([status, stdout, stderr], [0, '', '']);
});
