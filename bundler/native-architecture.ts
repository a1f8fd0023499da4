export type Architecture = 'x86_64' | 'arm64';

/** As npm and Node.js call a processor. */
export const cpuOf: Readonly<Record<Architecture, string>> = { x86_64: 'x64', arm64: 'arm64' };

const elfMagic = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);
const machineOffset = 18;
/** `e_machine` of the ELF header. */
const machines: ReadonlyMap<number, Architecture> = new Map([
  [0x3e, 'x86_64'],
  [0xb7, 'arm64'],
]);

/**
 * What a compiled file is for.
 *
 * @param contents of a `.node` file.
 * @returns undefined for what Lambda's Linux cannot load on any processor: a library of macOS or Windows.
 */
export function architectureOf(contents: Uint8Array): Architecture | undefined {
  const bytes = Buffer.from(contents);
  return bytes.length >= machineOffset + 2 && bytes.subarray(0, elfMagic.length).equals(elfMagic)
    ? machines.get(bytes.readUInt16LE(machineOffset))
    : undefined;
}

/** What installs a package for the function's processor, whatever this machine is. */
export function installFor(architecture: Architecture, name: string): string {
  return `npm install --workspace function --os linux --cpu ${cpuOf[architecture]} --libc glibc ${name}`;
}
