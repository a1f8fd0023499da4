import type { ReleaseEvent, Reporter, StepOutcome } from './events.ts';

interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const marks: Readonly<Record<StepOutcome, string>> = { done: '✓', planned: '·', failed: '✗' };
const titleWidth = 28;

/**
 * Shows progress to a person: a line for each step when it ends and, on a terminal, one more for
 * what is running.
 */
export function createProgress(screen: Screen): Reporter {
  const running = new Map<string, string>();
  const isTerminal = screen.isTTY === true;

  const clear = () => {
    if (isTerminal) {
      screen.write('\r\u001B[K');
    }
  };
  const showRunning = () => {
    if (isTerminal && running.size > 0) {
      const text = `  … ${[...running.values()].join(', ')}`;
      screen.write(text.slice(0, (screen.columns ?? 80) - 1));
    }
  };
  const line = (text: string) => {
    clear();
    screen.write(`${text}\n`);
    showRunning();
  };

  return {
    report(event) {
      if (event.kind === 'step-started') {
        running.set(event.step, event.title);
        clear();
        showRunning();
      } else if (event.kind === 'step-ended') {
        running.delete(event.step);
        line(describeStep(event));
      } else {
        const text = describe(event);
        if (text !== '') {
          line(text);
        }
      }
    },
    close: clear,
  };
}

function describeStep(event: Extract<ReleaseEvent, { kind: 'step-ended' }>): string {
  const seconds = `${(event.durationMs / 1000).toFixed(1)} s`.padStart(7);
  const title = event.title.padEnd(titleWidth);
  return `  ${marks[event.outcome]} ${title}${seconds}  ${event.detail}`.trimEnd();
}

function describe(event: Exclude<ReleaseEvent, { kind: 'step-started' | 'step-ended' }>): string {
  switch (event.kind) {
    case 'release':
      return `Release ${event.release} of stack ${event.stack}${event.dryRun ? ' (dry run: nothing is written)' : ''}`;
    case 'rollback':
      return `Rollback ${event.release} of target ${event.target}, stack ${event.stack}`;
    case 'note':
      return `  ${event.text}`;
    case 'resource':
      return `    ${describeResource(event)}`;
    case 'wait':
      return `    waits ${event.seconds.toFixed(1)} s, until ${event.what}`;
    case 'output':
      return event.text.trimEnd().replace(/^/gm, '    │ ');
    case 'source':
    case 'bundle':
    case 'candidate':
    case 'targets':
    case 'tier':
    case 'judged':
    case 'calls':
    case 'ended':
      return '';
  }
}

/** `update Function function (timeout)` */
function describeResource({
  operation,
  type,
  name,
  properties,
}: Extract<ReleaseEvent, { kind: 'resource' }>): string {
  const which = properties.length === 0 ? '' : ` (${properties.join(', ')})`;
  return `${operation} ${type.replace(/^.*:/, '')} ${name}${which}`;
}
