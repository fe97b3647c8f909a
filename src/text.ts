import { stripVTControlCharacters } from 'node:util';

/**
 * Longest line, in UTF-16 units. The text is cut before anything else, because Node's pattern for ANSI codes takes time
 * that grows with the square of the length.
 */
const MAX_LINE_LENGTH = 16_384;
/** Longest text in quotes, in UTF-16 units. */
const MAX_QUOTE_LENGTH = 80;

/** Control characters, line and paragraph separators, and the invisible characters that reorder or hide text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
/** The punctuation that can act in Markdown or HTML; `link` is what turns a bare address into a link. */
const MARKUP = /(?<link>@|:(?=\/)|(?<=www)\.)|[!#-&*+./:<-@[-`{-~]/giu;

/**
 * Makes text from outside safe as one line of a log: no newlines, no ANSI codes, no workflow command. The runner takes
 * `::` at the start of a line as a command and the older `##[` anywhere in it.
 * @returns at most 16,384 UTF-16 units of the text, apart from the spaces that break up commands
 */
export function sanitizeLine(text: string): string {
  return stripVTControlCharacters(truncate(text, MAX_LINE_LENGTH))
    .replace(UNPRINTABLE, ' ')
    .replace(/^(\s*):(?=:)/u, '$1: ')
    .replaceAll('##[', '## [');
}

/** Text from outside in quotes, on one line, cut to 80 UTF-16 units. */
export function quote(text: string): string {
  return `"${truncate(sanitizeLine(text), MAX_QUOTE_LENGTH)}"`;
}

/** Text that ends a sentence: with exactly one full stop, unless it ends with another such mark. */
export function withFullStop(text: string): string {
  // A pattern for the end alone would take time that grows with the square of the length.
  let end = text.length;
  while (end > 0 && /[.\s]/u.test(text.charAt(end - 1))) end -= 1;
  const kept = text.slice(0, end);
  return /[!?]$/u.test(kept.slice(-1)) ? kept : `${kept}.`;
}

/** Cuts text to at most `length` UTF-16 units, never within a character, and shows that something is missing. */
export function truncate(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}

/**
 * Makes text from outside safe in Markdown and HTML, also in a table cell and in `<code>`, but not in backticks. The
 * punctuation that can act becomes numeric character references, which CommonMark never reads as markup (spec 0.31,
 * section 2.5). GitHub looks for e-mail addresses after it has resolved the references, and other renderers of Markdown
 * look for URLs then, too: an element around the mark that makes the address prevents that.
 */
export function escapeMarkup(text: string): string {
  return sanitizeLine(text).replace(MARKUP, (mark: string, link: string | undefined) => {
    const reference = `&#${mark.charCodeAt(0)};`;
    return link === undefined ? reference : `<span>${reference}</span>`;
  });
}
