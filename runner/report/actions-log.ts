import { root } from '../root.ts';
import type { Reporter } from './events.ts';
import { readTests } from './model/read-tests.ts';
import { findPlace } from './test-place.ts';

/** GitHub shows so many annotations of a step, and one says why the release stopped. */
const mostTests = 9;

/**
 * Tells GitHub Actions why a release stopped, and which tests were red, as annotations of the run, the latter at
 * file and line; it reads commands from what is printed (Workflow commands for GitHub Actions).
 *
 * @param folder of the project, where it is not this one.
 */
export function createActionsLog(
  write: (text: string) => unknown,
  folder: string = root,
): Reporter {
  const annotate = (text: string, properties: Readonly<Record<string, string>>) => {
    const all = Object.entries(properties).map(
      ([name, value]) => `${name}=${escapeProperty(value)}`,
    );
    write(`::error ${all.join(',')}::${escapeData(text)}\n`);
  };
  return {
    report(event) {
      if (event.kind === 'ended' && event.problem !== undefined) {
        annotate(event.problem, { title: `Release ${event.outcome}` });
      }
      if (event.kind === 'tier' && !event.isGreen) {
        const red = readTests(event.output)?.filter(({ outcome }) => outcome === 'failed') ?? [];
        for (const { name, message } of red.slice(0, mostTests)) {
          const place = findPlace(message, folder);
          annotate(message === '' ? name : message, {
            ...(place && {
              file: place.file,
              line: String(place.line),
              col: String(place.column),
            }),
            title: `${event.tier} tier: ${name}`,
          });
        }
      }
    },
    close: () => undefined,
  };
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
