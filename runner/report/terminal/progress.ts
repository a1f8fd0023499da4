import { labelOf } from '../../../stack/target-label.ts';
import type { ReleaseEvent, Reporter } from '../events.ts';
import type { Judged } from '../seen.ts';
import { describe, describeEnd, painter } from './describe-event.ts';
import { cut, LiveLines, widthOf, type Screen } from './live-lines.ts';
import { formatLook, type Sides } from './look.ts';
import { Running } from './running.ts';

const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 120;

type Env = Readonly<Record<string, string | undefined>>;

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
  const pairs = new Pairs();
  const isTerminal = screen.isTTY === true && env.TERM !== 'dumb';
  const paint = painter(isTerminal, env);
  const live = new LiveLines(screen);
  const width = () => (isTerminal ? widthOf(screen) : Infinity);
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;

  const draw = (kept: readonly string[] = []) => {
    const mark = spinner[frame % spinner.length] ?? '';
    const lines = isTerminal
      ? [...running.values()].flatMap((each) => each.describe(mark, now(), width()))
      : [];
    live.draw(lines, kept.map((line) => `${line}\n`).join(''));
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
  /** @returns what stays. */
  const take = (event: ReleaseEvent): readonly string[] => {
    const look = { width: width(), paint };
    const step = 'step' in event ? running.get(event.step) : [...running.values()].at(-1);
    switch (event.kind) {
      case 'step-started':
        running.set(event.step, new Running(event, now()));
        return [];
      case 'step-ended':
        running.delete(event.step);
        return [
          ...(step?.look ?? []).map((line) => cut(`      ${line}`, width())),
          ...describeEnd(event, step?.countTests() ?? '', look),
        ];
      case 'wait':
        step?.wait({ seconds: event.seconds, until: event.what }, now());
        break;
      case 'test':
        step?.addTest(event);
        break;
      case 'advance':
        step?.advance(event);
        break;
      case 'judged': {
        const lines = formatLook(event, pairs.of(event));
        if (isTerminal && step !== undefined) {
          step.look = lines;
          return [];
        }
        return lines.map((line) => `      ${line}`);
      }
      default:
        pairs.add(event);
    }
    return describe(event, look);
  };

  return {
    report(event) {
      draw(take(event));
      follow();
    },
    close() {
      running.clear();
      follow();
      draw();
    },
  };
}

/** Which pairs a run is about, for their names: in each region, of a stack in several, they have others. */
class Pairs {
  readonly #candidates = new Map<string | undefined, Sides['candidate']>();
  readonly #served = new Map<string, Sides['baseline']>();

  add(event: ReleaseEvent): void {
    if (event.kind === 'candidate') {
      this.#candidates.set(event.region, event);
    } else if (event.kind === 'targets' && event.when === 'before') {
      event.targets.forEach((target) => this.#served.set(labelOf(target), target.serves));
    }
  }

  of({ target: name, region }: Pick<Judged, 'target' | 'region'>): Sides {
    return {
      candidate: this.#candidates.get(region),
      baseline: this.#served.get(labelOf({ name, region })),
    };
  }
}
