/** A figure that must not exceed another. */
export interface Threshold {
  /** What was measured, such as "start-up, as a ratio to node -e 0". */
  readonly what: string;
  readonly measured: number;
  readonly max: number;
}

/** The result of a measurement: a section of the page, and the thresholds that it must not exceed. */
export interface Result {
  /** Markdown. */
  readonly section: string;
  readonly thresholds: readonly Threshold[];
}

/** One line for a threshold; one that was exceeded says so at the start. */
export function formatThreshold({ what, measured, max }: Threshold): string {
  return `${measured <= max ? 'kept    ' : 'EXCEEDED'}  ${what}: ${formatFigure(measured)}, at most ${formatFigure(max)}`;
}

/** A figure with as many decimals as it takes to tell it from its neighbours. */
export function formatFigure(figure: number): string {
  const decimals = Math.abs(figure) >= 100 ? 0 : Math.abs(figure) >= 10 ? 1 : 2;
  return figure.toLocaleString('en-US', { maximumFractionDigits: decimals });
}

/** A table in GitHub-flavoured Markdown; all columns but the first contain figures. */
export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => (typeof cell === 'number' ? formatFigure(cell) : cell)).join(' | ')} |`;
  return [line(header), line(header.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
