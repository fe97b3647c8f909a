import { escapeMarkup } from '../text.ts';

/** A cell of a table: text from outside, or Markdown of our own. */
export type Cell = string | { readonly markdown: string };

/** A table in GitHub-flavoured Markdown; text from outside cannot act in it. */
export function table(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const shown = (cell: Cell) => (typeof cell === 'string' ? escapeMarkup(cell) : cell.markdown);
  return [line(header), line(header.map(() => '---')), ...rows.map((row) => line(row.map(shown)))].join('\n');
}

/** A block of code; what stands in it is made of checked values only. */
export function code(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** A failure as a quotation, a line for each of its lines. */
export function alert(kind: 'CAUTION' | 'WARNING' | 'NOTE', text: string): string {
  return [`[!${kind}]`, ...text.split('\n').map((line) => `${escapeMarkup(line)}<br>`)]
    .map((line) => `> ${line}`)
    .join('\n');
}

/** Parts of a page with an empty line between them. */
export function page(...parts: readonly (string | undefined)[]): string {
  return `${parts.filter((part) => part !== undefined && part !== '').join('\n\n')}\n\n`;
}
