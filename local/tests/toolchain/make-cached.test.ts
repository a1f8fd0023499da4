import test, { type ExecutionContext } from 'ava';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedVersion } from '../../toolchain/distribution.ts';
import { findPulumi } from '../../toolchain/pulumi.ts';
import { type Machine, makeMachine, putPulumi, surroundings } from './_machine.ts';

interface Held {
  readonly kill: () => Promise<void>;
  readonly waitFor: (text: string) => Promise<void>;
  readonly output: () => string;
}

/** A process that is making a toolchain and stays half-way until the gate is opened. */
function startHeld(t: ExecutionContext, machine: Machine, gate: string): Held {
  const script = join(import.meta.dirname, '_hold.ts');
  const env = { ...machine.env, GATE: gate };
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  const closed = once(child, 'close');
  const waitFor = async (text: string): Promise<void> => {
    while (!said.includes(text)) {
      const ended = await Promise.race([once(child.stdout, 'data'), closed.then(() => undefined)]);
      if (ended === undefined && !said.includes(text)) {
        throw new Error(`no "${text}": ${said}`);
      }
    }
  };
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await closed;
  };
  return { kill, waitFor, output: () => said };
}

test('of two that need a toolchain one makes it and the other waits for it', async (t) => {
  const machine = makeMachine(t);
  const gate = join(machine.dir, 'gate');
  const first = startHeld(t, machine, gate);
  await first.waitFor('half-way');
  const second = startHeld(t, machine, gate);
  await second.waitFor('waiting for it');
  writeFileSync(gate, '');
  await first.waitFor(`found ${pinnedVersion}`);
  await second.waitFor(`found ${pinnedVersion}`);
  t.false(second.output().includes('half-way'));
});

test('killed half-way it leaves no toolchain, no lock, and nothing half-made after the next run', async (t) => {
  const machine = makeMachine(t);
  const held = startHeld(t, machine, join(machine.dir, 'never'));
  await held.waitFor('half-way');
  await held.kill();
  const lines: string[] = [];
  const install = (root: string): void => void putPulumi(join(root, 'bin'), pinnedVersion);
  const report = (line: string): void => void lines.push(line);
  const found = await findPulumi(report, surroundings(machine, { made: install }));
  t.is(found.version, pinnedVersion);
  t.deepEqual(lines, []);
  const toolchain = `pulumi-v${pinnedVersion}-${process.platform}-${process.arch}`;
  t.deepEqual(readdirSync(machine.cacheFolder).sort(), [toolchain, `${toolchain}.making`]);
});
