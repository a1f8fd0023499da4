import type { Reporter } from './events.ts';

/**
 * Tells GitHub Actions why a release stopped, as an annotation of the run; it reads commands from what is
 * printed (Workflow commands for GitHub Actions).
 */
export function createActionsLog(write: (text: string) => unknown): Reporter {
  return {
    report(event) {
      if (event.kind === 'ended' && event.problem !== undefined) {
        const title = escapeProperty(`Release ${event.outcome}`);
        write(`::error title=${title}::${escapeData(event.problem)}\n`);
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
