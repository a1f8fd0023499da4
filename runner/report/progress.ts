import { styleText } from 'node:util';
import type { ReleaseEvent, Reporter, StepOutcome } from './events.ts';
import { LiveLines, type Screen } from './live-lines.ts';
import { formatDuration } from './table.ts';

const marks: Readonly<Record<StepOutcome, string>> = { done: '✓', planned: '·', failed: '✗' };
const colours = { done: 'green', planned: 'dim', failed: 'red' } as const;
const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 120;
const titleWidth = 28;

type Colour = (typeof colours)[StepOutcome];
type Paint = (colour: Colour, text: string) => string;
type Env = Readonly<Record<string, string | undefined>>;

interface Running {
  readonly title: string;
  readonly sinceMs: number;
  /** What it waits for. */
  readonly wait?: { readonly what: string; readonly untilMs: number };
}

/**
 * Shows progress to a person: a line for each step when it ends and, on a terminal, one more for
 * each that is running, with how long it has been and what it waits for.
 *
 * @param env of the process: NO_COLOR and TERM say whether there are colours.
 */
export function createProgress(
  screen: Screen,
  env: Env = process.env,
  now: () => number = () => performance.now(),
): Reporter {
  const running = new Map<string, Running>();
  const isTerminal = screen.isTTY === true && env.TERM !== 'dumb';
  const paint = painter(isTerminal, env);
  const live = new LiveLines(screen);
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;

  const draw = (kept = '') => {
    const lines = isTerminal ? [...running.values()].map((each) => describeRunning(each)) : [];
    live.draw(lines, kept);
  };
  const describeRunning = ({ title, sinceMs, wait }: Running) => {
    const mark = spinner[frame % spinner.length] ?? '';
    const elapsed = formatDuration(now() - sinceMs).padStart(9);
    const left = wait === undefined ? 0 : wait.untilMs - now();
    const why =
      wait === undefined || left <= 0
        ? ''
        : `  ${formatDuration(left)} at most, until ${wait.what}`;
    return `  ${mark} ${title.padEnd(titleWidth)}${elapsed}${why}`;
  };
  const turn = () => {
    frame += 1;
    draw();
  };
  const follow = () => {
    if (isTerminal && running.size > 0) {
      timer ??= setInterval(turn, frameMs).unref();
    } else {
      clearInterval(timer);
      timer = undefined;
    }
  };

  return {
    report(event) {
      if (event.kind === 'step-started') {
        running.set(event.step, { title: event.title, sinceMs: now() });
        draw();
      } else if (event.kind === 'step-ended') {
        running.delete(event.step);
        draw(`${describeStep(event, paint)}\n`);
      } else {
        const [step, last] = [...running].at(-1) ?? [];
        if (event.kind === 'wait' && step !== undefined && last !== undefined) {
          const wait = { what: event.what, untilMs: now() + event.seconds * 1000 };
          running.set(step, { ...last, wait });
        }
        const text = describe(event, paint);
        draw(text === '' ? '' : `${text}\n`);
      }
      follow();
    },
    close() {
      running.clear();
      follow();
      draw();
    },
  };
}

/** Colours say what something means; what they say is always there in words or signs, too. */
function painter(isTerminal: boolean, { NO_COLOR: noColor = '' }: Env): Paint {
  return isTerminal && noColor === ''
    ? (colour, text) => styleText(colour, text, { validateStream: false })
    : (_, text) => text;
}

function describeStep(event: Extract<ReleaseEvent, { kind: 'step-ended' }>, paint: Paint): string {
  const seconds = `${(event.durationMs / 1000).toFixed(1)} s`.padStart(7);
  const title = event.title.padEnd(titleWidth);
  const mark = paint(colours[event.outcome], marks[event.outcome]);
  return `  ${mark} ${title}${seconds}  ${event.detail}`.trimEnd();
}

function describe(
  event: Exclude<ReleaseEvent, { kind: 'step-started' | 'step-ended' }>,
  paint: Paint,
): string {
  switch (event.kind) {
    case 'release':
      return `Release ${event.release} of stack ${event.stack}${event.dryRun ? ' (dry run: nothing is written)' : ''}`;
    case 'rollback':
      return `Rollback ${event.release} of target ${event.target}, stack ${event.stack}`;
    case 'note':
      return `  ${event.text}`;
    case 'resource':
      return `    ${describeResource(event, paint)}`;
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
function describeResource(
  { operation, type, name, properties }: Extract<ReleaseEvent, { kind: 'resource' }>,
  paint: Paint,
): string {
  const which = properties.length === 0 ? '' : ` (${properties.join(', ')})`;
  const takesAway = operation === 'delete' || operation === 'replace';
  const text = `${operation} ${type.replace(/^.*:/, '')} ${name}${which}`;
  return takesAway ? paint('red', text) : text;
}
