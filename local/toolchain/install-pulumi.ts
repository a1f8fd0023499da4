// Run by installer.ts as the leader of a process group of its own: `install-pulumi.ts ROOT VERSION`. Its
// stdin is a pipe that ends with the process that started it, and then the whole group ends.

import { PulumiCommand } from '@pulumi/pulumi/automation/index.js';
import { SemVer } from 'semver';
import { messageOf } from './message.ts';

const [root, version] = process.argv.slice(2);
if (root === undefined || version === undefined) {
  throw new Error('usage: ROOT VERSION');
}

process.stdin.once('end', () => process.kill(0, 'SIGKILL'));
process.stdin.resume();

try {
  await PulumiCommand.install({ root, version: new SemVer(version) });
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
} finally {
  process.stdin.destroy();
}
