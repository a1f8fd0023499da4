// Run as a process: makes a toolchain in the machine described by its environment, and stays half-way
// until a file appears.

import { existsSync, mkdirSync, watch, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pinnedVersion } from '../../toolchain/distribution.ts';
import { findPulumi } from '../../toolchain/pulumi.ts';
import { putPulumi } from './_machine.ts';

const gate = process.env.GATE ?? '';

function opened(): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(dirname(gate), (_, name) => {
      if (name === basename(gate)) {
        finish();
      }
    });
    const finish = (): void => {
      watcher.close();
      resolve();
    };
    if (existsSync(gate)) {
      finish();
    }
  });
}

async function fill(root: string): Promise<void> {
  mkdirSync(join(root, 'bin'), { recursive: true });
  writeFileSync(join(root, 'bin', 'half'), '');
  console.log('half-way');
  await opened();
  putPulumi(join(root, 'bin'), pinnedVersion);
}

const sources = () => [{ name: 'held', make: fill }];
const found = await findPulumi((line) => console.log(line), { env: process.env, sources });
console.log(`found ${found.version}`);
