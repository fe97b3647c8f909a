import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** Texts that left the action, by the channel through which they did. */
export type Channels = Readonly<Record<string, string>>;

/**
 * Everything that can be read in a text, in lower case: the text itself, what is between ANSI codes, what is escaped
 * for HTML, Markdown, a URL or JSON, and what is in base64 at any alignment.
 */
export function legible(channels: Channels): Channels {
  return Object.fromEntries(
    Object.entries(channels).map(([channel, text]) => {
      const forms = [text, unescaped(text), unescaped(unescaped(text)), ...decodedRuns(text)];
      return [channel, forms.join('\n').toLowerCase()];
    }),
  );
}

/**
 * The channels in which a number of characters in a row of a secret can be read.
 * @param channels what `legible` gives
 * @param length a shorter secret is looked for as a whole
 */
export function findLeaks(channels: Channels, secret: string, length = 8): string[] {
  const parts = Array.from({ length: Math.max(1, secret.length - length + 1) }, (_, at) =>
    secret.slice(at, at + length).toLowerCase(),
  );
  return Object.entries(channels).flatMap(([channel, text]) => {
    const part = parts.find((one) => one !== '' && text.includes(one));
    return part === undefined ? [] : [`${channel} has “${part}”`];
  });
}

/** The text as a reader of the page sees it, or a program that decodes it. */
function unescaped(text: string): string {
  const fromCode = (digits: string, base: number) => String.fromCodePoint(Number.parseInt(digits, base));
  return stripVTControlCharacters(text)
    .replace(/<\/?(?:span|code|b)>/gu, '')
    .replace(/&#(\d{1,6});/gu, (_, digits: string) => fromCode(digits, 10))
    .replace(/&#x([0-9a-f]{1,5});/giu, (_, digits: string) => fromCode(digits, 16))
    .replace(/%([0-9a-f]{2})|\\u([0-9a-f]{4})/giu, (_, percent: string | undefined, unit: string | undefined) =>
      fromCode(percent ?? unit ?? '', 16),
    )
    .replace(/\\(["\\/])/gu, '$1');
}

/** What could be base64 in a text, decoded from each of the four places at which it may start. */
function decodedRuns(text: string): string[] {
  const runs = text.match(/[A-Za-z0-9+/_-]{12,}/gu) ?? [];
  return runs.flatMap((run) => [0, 1, 2, 3].map((at) => Buffer.from(run.slice(at), 'base64').toString('latin1')));
}

/** The files of a folder as channels, without those that the action only reads. */
export function filesIn(folder: string, omitted: readonly string[]): Channels {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .filter(({ name }) => !omitted.includes(name))
      .map(({ name, parentPath }) => [name, readFileSync(join(parentPath, name), 'utf8')]),
  );
}
