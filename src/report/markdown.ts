import { escapeMarkup } from '../text.ts';

/** A table in GitHub-flavoured Markdown; text from outside cannot act in its cells. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map((row) => line(row.map(escapeMarkup)))].join('\n');
}

/** A block of code; what stands in it is made of checked values only. */
export function code(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** What went wrong, in a box; text from outside cannot act in it. */
export function caution(text: string): string {
  return ['[!CAUTION]', ...text.split('\n').map((line) => `${escapeMarkup(line)}<br>`)]
    .map((line) => `> ${line}`)
    .join('\n');
}

/** Parts of a page with an empty line between them; those that are empty or missing are left out. */
export function page(...parts: readonly (string | undefined)[]): string {
  return `${parts.filter((part) => part !== undefined && part !== '').join('\n\n')}\n\n`;
}
