import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A Pulumi CLI that writes down each of its starts. */
export interface CountedPulumi {
  /** Put it first on `PATH`, before the folder of {@link cli}. */
  readonly folder: string;
  /** That does the work. */
  readonly cli: string;
  /** The commands with which it was started since the last time this was asked: `stack init local`. */
  readonly takeStarts: () => readonly string[];
  /** Each AWS provider to which it was told to attach: `aws:PORT`. */
  readonly providers: () => ReadonlySet<string>;
}

/**
 * The shell that writes takes 1 or 2 ms.
 *
 * @param folder is made
 */
export function countStarts(folder: string, cli: string): CountedPulumi {
  const starts = join(folder, 'starts');
  const attached = join(folder, 'attached');
  const file = join(folder, 'pulumi');
  mkdirSync(folder);
  const notes = [`echo "$*" >> '${starts}'`, `echo "$PULUMI_DEBUG_PROVIDERS" >> '${attached}'`];
  writeFileSync(file, ['#!/bin/sh', ...notes, `exec '${cli}' "$@"`, ''].join('\n'));
  chmodSync(file, 0o755);
  writeFileSync(starts, '');
  return {
    folder,
    cli,
    takeStarts() {
      const lines = readFileSync(starts, 'utf8').split('\n').filter(Boolean);
      writeFileSync(starts, '');
      return lines.map((line) => line.replace(/ ?-.*$/, ''));
    },
    providers: () => new Set(readFileSync(attached, 'utf8').split('\n').filter(Boolean)),
  };
}
