import type { Architecture } from '../../../bundler/native-architecture.ts';

const machines = { x86_64: 0x3e, arm64: 0xb7 } as const satisfies Record<Architecture, number>;

/** The header of a shared library: all that tells for which processor it is. */
export function libraryFor(architecture: Architecture): Buffer {
  const header = Buffer.alloc(64);
  header.write('\x7fELF', 'latin1');
  header.writeUInt16LE(machines[architecture], 18);
  return header;
}
