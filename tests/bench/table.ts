/**
 * Lays out rows in columns, two spaces apart: the first to the left, the others, figures, to the
 * right.
 *
 * @param rows cells; the first row is the head
 */
export function formatFigures(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const layOut = (row: readonly string[]) =>
    widths.map((width, column) => {
      const cell = row[column] ?? '';
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
  return rows.map((row) => layOut(row).join('  ').trimEnd()).join('\n');
}
