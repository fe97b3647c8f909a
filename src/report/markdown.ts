import { formatNumber, pluralize } from '../format.ts';
import { escapeMarkup, truncate } from '../text.ts';

/** Markdown in which nothing from outside can act. Text becomes this only by `markdown`, which escapes it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Plain text is escaped, Markup stays as it is. */
function render(part: string | Markup): string {
  return part instanceof Markup ? part.text : escapeMarkup(part);
}

/**
 * A template of Markdown: what is filled in is escaped, unless it is Markup (docs/contract.md, What must never happen).
 */
export function markdown(template: TemplateStringsArray, ...values: readonly (string | Markup)[]): Markup {
  return new Markup(String.raw({ raw: template }, ...values.map(render)));
}

/** An ID, a commit or a URL, formatted as code. */
export function code(text: string): Markup {
  return markdown`<code>${text}</code>`;
}

/** A sentence of a message, in which text between backticks is shown as code. */
export function prose(text: string): Markup {
  const parts = text.split('`');
  const isCode = (index: number) => index % 2 === 1 && index < parts.length - 1;
  const rendered = parts.map((part, index) => {
    if (isCode(index)) return code(part).text;
    // An odd backtick, the last one, has no partner and stays what it is.
    return `${index % 2 === 1 ? escapeMarkup('`') : ''}${escapeMarkup(part)}`;
  });
  return new Markup(rendered.join(''));
}

/** Joins parts of Markdown. */
export function concat(parts: readonly (string | Markup)[], separator = ''): Markup {
  return new Markup(parts.map(render).join(separator));
}

export type Cell = string | Markup;

export interface Column {
  readonly head: string;
  readonly align?: 'right';
}

/** Longest table in bytes: with a few of these, a summary stays below GitHub's limit of 1 MiB. */
const MAX_TABLE_BYTES = 150_000;

/** A table. Rows that would make it longer than 150,000 bytes are left out, and a line says how many. */
export function table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const head = [line(columns.map((column) => column.head)), line(columns.map(({ align }) => (align ? '---:' : '---')))];
  let bytes = 0;
  const lines: string[] = [];
  for (const row of rows) {
    const rendered = line(row.map(render));
    bytes += Buffer.byteLength(rendered) + 1;
    if (bytes > MAX_TABLE_BYTES) break;
    lines.push(rendered);
  }
  const left = rows.length - lines.length;
  return joinSections(
    [...head, ...lines].join('\n'),
    left > 0 ? `… and ${formatNumber(left)} more. The log lists them all.` : '',
  );
}

/** A block of code. Its content must consist of validated values only. */
export function codeBlock(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** A section that is folded until the reader opens it. */
export function details(title: Markup, content: string): string {
  return `<details><summary>${title.text}</summary>\n\n${content}\n\n</details>`;
}

/** An error of a fleet can have many lines, and long ones: this much is shown. */
const MAX_CAUTION_LINES = 60;
const MAX_CAUTION_LINE_LENGTH = 1000;

/** An error message in a box, of at most 60 lines with 1,000 characters each. Indented lines become a list. */
export function cautionBlock(message: string): string {
  const all = message.split('\n');
  const left = all.length - MAX_CAUTION_LINES;
  const lines = all.slice(0, MAX_CAUTION_LINES).map((line) => truncate(line, MAX_CAUTION_LINE_LENGTH));
  if (left > 0) lines.push(`… and ${pluralize(left, 'more line')}; see the log.`);
  const content = lines.flatMap((line, index) => {
    if (line.startsWith('  ')) return [`- ${prose(line.trim()).text}`];
    return index > 0 ? ['', prose(line).text] : [prose(line).text];
  });
  return ['[!CAUTION]', ...content].map((line) => `> ${line}`.trimEnd()).join('\n');
}

/** Sections with an empty line between them; those that are empty or missing are left out. */
export function joinSections(...sections: readonly (string | Markup | undefined)[]): string {
  return sections
    .map((section) => (section instanceof Markup ? section.text : (section ?? '')))
    .filter((section) => section !== '')
    .join('\n\n');
}

/** A whole summary; the runner appends summaries of steps to each other, so it ends with an empty line. */
export function page(...sections: readonly (string | Markup | undefined)[]): string {
  return `${joinSections(...sections)}\n\n`;
}
