import { styleText } from 'node:util';
import type { ReleaseEvent, StepOutcome } from '../events.ts';
import { wrap } from './wrap.ts';

const marks: Readonly<Record<StepOutcome, string>> = { done: '✓', planned: '·', failed: '✗' };
const colours = { done: 'green', planned: 'dim', failed: 'red' } as const;
export const titleWidth = 32;

type Colour = (typeof colours)[StepOutcome];

/** How what stays on a screen looks. */
export interface Look {
  /** Of the window; what is no terminal has no end. */
  readonly width: number;
  readonly paint: (colour: Colour, text: string) => string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Colours say what something means; what they say is always there in words or signs, too. */
export function painter(isTerminal: boolean, { NO_COLOR: noColor = '' }: Env): Look['paint'] {
  return isTerminal && noColor === ''
    ? (colour, text) => styleText(colour, text, { validateStream: false })
    : (_, text) => text;
}

type Ended = Extract<ReleaseEvent, { kind: 'step-ended' }>;

/** @param tests how many it ran, in words; empty where it ran none. */
export function describeEnd(
  { outcome, title, durationMs, detail }: Ended,
  tests: string,
  { width, paint }: Look,
): string[] {
  const seconds = `${(durationMs / 1000).toFixed(1)} s`.padStart(7);
  const head = `  ${marks[outcome]} ${title.padEnd(titleWidth)}${seconds}  `;
  const told = [detail, tests].filter((text) => text !== '').join(', ');
  const indent = head.length < width / 2 ? ' '.repeat(head.length) : '      ';
  const [first = '', ...rest] = wrap(told, width, indent, head);
  return [
    first.trimEnd().replace(marks[outcome], paint(colours[outcome], marks[outcome])),
    ...rest,
  ];
}

/** What stays of an event as lines; none of one that is only counted, or told by another. */
export function describe(event: Exclude<ReleaseEvent, Ended>, { width, paint }: Look): string[] {
  switch (event.kind) {
    case 'release':
      return wrap(
        `Release ${event.release} of stack ${event.stack}${event.dryRun ? ' (dry run: nothing is written)' : ''}`,
        width,
        '  ',
        '',
      );
    case 'rollback':
      return wrap(
        `Rollback ${event.release} of target ${event.target}, stack ${event.stack}`,
        width,
        '  ',
        '',
      );
    case 'note':
      return wrap(event.text.trimStart(), width, '    ', `  ${leading(event.text)}`);
    case 'resource': {
      const takesAway = event.operation === 'delete' || event.operation === 'replace';
      const lines = wrap(describeResource(event), width, '      ', '    ');
      return takesAway ? lines.map((line) => paint('red', line)) : lines;
    }
    case 'wait':
      return wrap(
        `waits ${event.seconds.toFixed(1)} s, until ${event.what}`,
        width,
        '      ',
        '    ',
      );
    case 'test':
      return event.outcome === 'failed' ? describeRed(event, { width, paint }) : [];
    case 'output':
      return event.text
        .trimEnd()
        .split('\n')
        .map((line) => `    │ ${line}`);
    case 'step-started':
    case 'advance':
    case 'source':
    case 'bundle':
    case 'candidate':
    case 'targets':
    case 'tier':
    case 'judged':
    case 'calls':
    case 'ended':
      return [];
  }
}

const leading = (text: string): string => /^ */.exec(text)?.[0] ?? '';

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

/** `✗ greets by name  tests/api/greeting.test.ts:12`, as soon as it is red. */
function describeRed(
  { name, place }: Extract<ReleaseEvent, { kind: 'test' }>,
  { width, paint }: Look,
): string[] {
  const where = place === undefined ? '' : `  ${place.file}:${String(place.line)}`;
  const [first = '', ...rest] = wrap(`${name}${where}`, width, '      ', `    ${marks.failed} `);
  return [first.replace(marks.failed, paint(colours.failed, marks.failed)), ...rest];
}
