/** A figure that has to stay below another. */
export interface Bound {
  /** What was measured, such as "start-up, as a ratio to node -e 0". */
  readonly what: string;
  readonly measured: number;
  readonly most: number;
}

/** What a measurement has to say: a section of the page, and the bounds that it has to keep. */
export interface Finding {
  /** Markdown. */
  readonly section: string;
  readonly bounds: readonly Bound[];
}

/** One line for a bound; that it is missed is said at its beginning. */
export function verdict({ what, measured, most }: Bound): string {
  return `${measured <= most ? 'kept  ' : 'MISSED'}  ${what}: ${rounded(measured)}, at most ${rounded(most)}`;
}

/** A figure with as many places as it takes to tell it from its neighbours. */
export function rounded(figure: number): string {
  const places = Math.abs(figure) >= 100 ? 0 : Math.abs(figure) >= 10 ? 1 : 2;
  return figure.toLocaleString('en-US', { maximumFractionDigits: places });
}

/** A table in GitHub-flavoured Markdown; all columns but the first are figures. */
export function figures(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => (typeof cell === 'number' ? rounded(cell) : cell)).join(' | ')} |`;
  return [line(header), line(header.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
