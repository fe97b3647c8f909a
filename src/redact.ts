/** This number of characters in a row of a secret is replaced; a shorter secret only as a whole. */
const GRAM_LENGTH = 8;
const REPLACEMENT = '***';

/** Characters in the forms that Markdown, HTML, URLs and JSON give them, and the element that `escapeMarkup` adds. */
const ESCAPED =
  /&#(?<decimal>\d{1,7});|&#x(?<hex>[0-9a-f]{1,6});|&(?<entity>amp|lt|gt|quot|apos);|%(?<percent>[0-9a-f]{2})|\\u(?<unicode>[0-9a-f]{4})|\\(?<json>["\\/])|<\/?span>/giu;
const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
/** Part of a URL that is no secret, such as `services` or `webhooks`: without it, these words would be replaced. */
const PLAIN_WORD = /^[a-z-]{1,12}$/u;

/** What is looked for in a text. */
interface Needles {
  /** Each is replaced as a whole. */
  readonly wholes: ReadonlySet<string>;
  /** Each `GRAM_LENGTH` characters long. */
  readonly grams: ReadonlySet<string>;
}

/** A text with its escaped characters resolved, and where each of its characters starts and ends in the original. */
interface Decoded {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** From the first to the one after the last, in UTF-16 units. */
type Range = readonly [start: number, end: number];

/**
 * Makes a function that replaces each secret by `***`, and any 8 characters in a row of one, also if they are escaped for
 * HTML, Markdown, a URL or JSON, or encoded in base64 at any alignment (docs/contract.md, What must never happen, 8). A
 * secret below 8 characters is replaced only as a whole. Of a URL the address, the path and their parts are secret, its
 * host is not. The time grows with the length of the text, and not with its square.
 * @param secrets as they were given; empty ones are left out
 */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const needles = needlesOf(secrets.map((secret) => secret.trim()).filter((secret) => secret !== ''));
  if (needles.wholes.size === 0) return (text) => text;
  return (text) => {
    const decoded = decode(text);
    const found = [
      ...find(text, needles),
      ...(decoded === undefined ? [] : find(decoded.text, needles).map((range) => toOriginal(range, decoded))),
    ];
    return replace(text, found);
  };
}

function needlesOf(secrets: readonly string[]): Needles {
  const wholes = new Set<string>();
  const grams = new Set<string>();
  for (const secret of secrets) {
    wholes.add(secret);
    for (const part of partsOf(secret, wholes)) {
      for (const form of [part, ...base64Forms(part)]) {
        for (let at = 0; at + GRAM_LENGTH <= form.length; at += 1) grams.add(form.slice(at, at + GRAM_LENGTH));
      }
    }
  }
  return { wholes, grams };
}

/** The parts of a secret of which no 8 characters may be seen. Adds what of a URL is secret only as a whole. */
function partsOf(secret: string, wholes: Set<string>): string[] {
  const url = /^https?:/iu.test(secret) ? URL.parse(secret) : null;
  // A token with a space or a newline is refused, but not before it was read; the log shows its parts on one line.
  if (url === null) return secret.split(/\s+/u).filter((part) => part.length >= GRAM_LENGTH);
  const path = `${url.pathname}${url.search}${url.hash}`;
  wholes.add(url.href);
  if (path.length >= GRAM_LENGTH) wholes.add(path);
  const parts = [...path.split(/[/?&=#;]/u), url.username, url.password];
  return parts.filter((part) => part.length >= GRAM_LENGTH && !PLAIN_WORD.test(part));
}

/** What of the base64 form of a text is the same whatever stands before and after it, at each of the three alignments. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]);
    const ownCharacters = Math.floor((bytes.length * 8) / 6);
    const form = bytes.toString('base64').slice(Math.ceil((shift * 8) / 6), ownCharacters);
    return [form, form.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function find(text: string, { wholes, grams }: Needles): Range[] {
  const found: Range[] = [];
  for (const whole of wholes) {
    for (let at = text.indexOf(whole); at >= 0; at = text.indexOf(whole, at + whole.length)) {
      found.push([at, at + whole.length]);
    }
  }
  for (let at = 0; at + GRAM_LENGTH <= text.length; at += 1) {
    if (grams.has(text.slice(at, at + GRAM_LENGTH))) found.push([at, at + GRAM_LENGTH]);
  }
  return found;
}

/** @returns `undefined` if nothing in the text is escaped */
function decode(text: string): Decoded | undefined {
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let end = 0;
  const addPlain = (part: string) => {
    parts.push(part);
    for (let at = end; at < end + part.length; at += 1) {
      starts.push(at);
      ends.push(at + 1);
    }
  };
  for (const { 0: escaped, index, groups = {} } of text.matchAll(ESCAPED)) {
    addPlain(text.slice(end, index));
    end = index + escaped.length;
    const character = characterOf(groups);
    parts.push(character);
    for (let at = 0; at < character.length; at += 1) {
      starts.push(index);
      ends.push(end);
    }
  }
  if (end === 0) return undefined;
  addPlain(text.slice(end));
  return { text: parts.join(''), starts, ends };
}

function characterOf({ decimal, hex, entity, percent, unicode, json }: Readonly<Record<string, string>>): string {
  if (entity !== undefined) return ENTITIES.get(entity.toLowerCase()) ?? '';
  if (json !== undefined) return json;
  const inHex = hex ?? percent ?? unicode;
  const code = inHex === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(inHex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

function toOriginal([start, end]: Range, { starts, ends }: Decoded): Range {
  return [starts[start] ?? 0, ends[end - 1] ?? 0];
}

function replace(text: string, found: readonly Range[]): string {
  const ordered = found.toSorted(([a], [b]) => a - b);
  const parts: string[] = [];
  let end = 0;
  for (const [start, rangeEnd] of ordered) {
    if (start >= end && !(start === end && parts.length > 0)) parts.push(text.slice(end, start), REPLACEMENT);
    end = Math.max(end, rangeEnd);
  }
  return [...parts, text.slice(end)].join('');
}
