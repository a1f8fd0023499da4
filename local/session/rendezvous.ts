import { readFileSync } from 'node:fs';

/** Where a running server is, as it wrote it to the rendezvous file. */
export interface Rendezvous {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly pid: number;
  readonly instance: string;
}

/** Reads the rendezvous file; undefined when there is none. The server in it may be gone. */
export function readRendezvous(file: string): Rendezvous | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isRendezvous(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRendezvous(value: unknown): value is Rendezvous {
  return (
    typeof value === 'object' &&
    value !== null &&
    'url' in value &&
    typeof value.url === 'string' &&
    URL.canParse(value.url) &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'instance' in value &&
    typeof value.instance === 'string'
  );
}
