/** What a terminal printed, and when. */
export interface Printed {
  readonly ms: number;
  readonly text: string;
}

/** A line on the screen, from when to when; one without an end stays. */
interface Line {
  readonly row: number;
  readonly text: string;
  readonly fromMs: number;
  toMs?: number;
}

const escape = '\u001B';
/** All that the progress does besides writing. */
// oxlint-disable-next-line no-control-regex -- what moves the cursor
const movement = /(\n|\u001B\[\d+A\u001B\[J)/;
/** What is drawn over sooner nobody sees. */
const shortestMs = 50;
const [charWidth, rowHeight, margin] = [8.43, 19, 16];
const colours: Readonly<Record<string, string>> = { 31: '#ff7b72', 32: '#7ee787', 2: '#8b949e' };

/**
 * Draws what a terminal showed as an SVG that moves; a viewer that does not move it shows the end.
 *
 * @param columns of the terminal.
 * @param typed what stands behind the prompt above it.
 */
export function drawRecording(printed: readonly Printed[], columns: number, typed: string): string {
  const lines = [
    { row: 0, text: `${escape}[2m$${escape}[39m ${typed}`, fromMs: 0 },
    ...follow(printed).map((line) => ({ ...line, row: line.row + 1 })),
  ];
  const rows = Math.max(...lines.map(({ row }) => row)) + 1;
  const width = Math.ceil(columns * charWidth + 2 * margin);
  const height = rows * rowHeight + 2 * margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="A recording of ${typed}">`,
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6edf3">`,
    ...lines.map(drawLine),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** Follows the only two movements that the progress makes: a line break, and up with all below erased. */
function follow(printed: readonly Printed[]): Line[] {
  const all: Line[] = [];
  let screen: Line[] = [];
  let open = '';
  let cutOff = '';
  for (const { ms, text } of printed) {
    const erased: Line[] = [];
    const told = cutOff + text;
    // oxlint-disable-next-line no-control-regex -- what begins to move the cursor
    cutOff = /\u001B(\[\d*(A(\u001B(\[)?)?)?)?$/.exec(told)?.[0] ?? '';
    for (const part of told.slice(0, told.length - cutOff.length).split(movement)) {
      if (part === '\n') {
        const at = { row: screen.length, text: open };
        const same = erased.find((line) => line.row === at.row && line.text === at.text);
        if (same !== undefined) {
          delete same.toMs;
        }
        const line = same ?? { ...at, fromMs: ms };
        if (same === undefined) {
          all.push(line);
        }
        screen.push(line);
        open = '';
      } else if (part.startsWith(escape) && part.endsWith(`${escape}[J`)) {
        const up = Number(/\d+/.exec(part)?.[0]);
        const gone = screen.slice(screen.length - up);
        screen = screen.slice(0, screen.length - up);
        gone.forEach((line) => {
          line.toMs = ms;
        });
        erased.push(...gone);
      } else {
        open += part.replaceAll('\r', '');
      }
    }
  }
  return all.filter(({ fromMs, toMs }) => toMs === undefined || toMs - fromMs >= shortestMs);
}

function drawLine({ row, text, fromMs, toMs }: Line): string {
  const y = margin + (row + 0.75) * rowHeight;
  const begin = `begin="${seconds(fromMs)}"`;
  const [hidden, shown] =
    toMs === undefined
      ? ['', `<set attributeName="visibility" to="hidden" begin="0s" dur="${seconds(fromMs)}"/>`]
      : [
          ' visibility="hidden"',
          `<set attributeName="visibility" to="visible" ${begin} dur="${seconds(toMs - fromMs)}"/>`,
        ];
  const motion = toMs === undefined && fromMs === 0 ? '' : shown;
  return `<text x="${margin}" y="${y.toFixed(1)}"${hidden}>${paint(text)}${motion}</text>`;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)}s`;

function paint(text: string): string {
  // oxlint-disable-next-line no-control-regex -- colours
  return [...text.matchAll(/(?:\u001B\[(\d+)m)?([^\u001B]*)/g)]
    .map(([, code = '', part = '']) => {
      const colour = colours[code];
      return colour === undefined || part === ''
        ? escapeXml(part)
        : `<tspan fill="${colour}">${escapeXml(part)}</tspan>`;
    })
    .join('');
}

/** Spaces that stay, whatever a viewer does with others. */
const escapeXml = (text: string): string =>
  text
    .replaceAll(' ', '\u00A0')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
