/**
 * Lays out rows in columns, two spaces apart; where the screen is too narrow for that, each row
 * becomes a block with a line for each cell.
 *
 * @param rows cells; the first row is the head.
 * @param width of the screen; what is no terminal has no end.
 * @returns lines without a line break at the end.
 */
export function formatTable(
  rows: readonly (readonly string[])[],
  width = process.stdout.isTTY ? process.stdout.columns : Infinity,
): string {
  const [head = [], ...body] = rows;
  const total = columnWidths(rows).reduce((sum, each) => sum + each + 2, -2);
  return total > width
    ? body.map((row) => formatColumns(head.map((title, at) => [title, row[at] ?? '']))).join('\n\n')
    : formatColumns(rows);
}

function formatColumns(rows: readonly (readonly string[])[]): string {
  const widths = columnWidths(rows);
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function columnWidths(rows: readonly (readonly string[])[]): number[] {
  return (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
}

/** `8.4 s`, `2 min 05 s` */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60
    ? `${(ms / 1000).toFixed(1)} s`
    : `${String(Math.floor(seconds / 60))} min ${String(seconds % 60).padStart(2, '0')} s`;
}
