import { stripVTControlCharacters } from 'node:util';

/** Control characters, line and paragraph separators, and the invisible ones that reorder or hide text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Makes text from outside safe as one line of a log: no line ends, no ANSI codes, no workflow command. The runner takes
 * `::` at the start of a line as a command and the older `##[` anywhere in it.
 */
export function plain(text: string): string {
  return stripVTControlCharacters(text)
    .replace(UNPRINTABLE, ' ')
    .replace(/^(\s*):(?=:)/u, '$1: ')
    .replaceAll('##[', '## [');
}

/** Text from outside in quotes, on one line, cut to a readable length. */
export function quoted(text: string): string {
  return `"${cut(plain(text), 80)}"`;
}

/** Words as a sentence of their own or at the end of one: with one full stop. */
export function sentence(words: string): string {
  return `${words.replace(/[.\s]+$/u, '')}.`;
}

/** Cuts text to at most `length` UTF-16 units, never within a character, and shows that something is missing. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}

/**
 * Makes text from outside safe within Markdown and HTML, also in a table cell: the punctuation marks that can act, in
 * links without brackets too, become numeric character references, which CommonMark shows as they are and never reads
 * as markup (spec 0.31, section 2.5).
 */
export function escapeMarkup(text: string): string {
  return plain(text).replace(/[!#-&*+./:<-@[-`{-~]/gu, (mark) => `&#${mark.charCodeAt(0)};`);
}
