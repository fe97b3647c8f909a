/** Any run of this many characters of a secret is replaced; a shorter secret only as a whole. */
const GRAM_LENGTH = 8;
const REPLACEMENT = '***';

const ENTITIES = ['amp;', 'lt;', 'gt;', 'quot;', 'apos;'] as const;
const ENTITY_CODES = { 'amp;': 0x26, 'lt;': 0x3c, 'gt;': 0x3e, 'quot;': 0x22, 'apos;': 0x27 };
/** The element that `escapeMarkup` adds. */
const SPANS = ['<span>', '</span>'];
const FORMAT = /^\p{Cf}$/u;
/** What may be an escape: most texts have none of these, and need no closer look. */
const ESCAPED = /[\p{Cc}\p{Cf}]|&[#aglq]|%[0-9a-f]{2}|\\u|<\/?span>/iu;
/** The escapes of a text in JSON, which many texts have: each is resolved by leaving out its backslash. */
const JSON_ESCAPE = /\\(?<meant>["\\/])/gu;
/** Text is often escaped more than once, such as a URL in JSON that is shown in Markdown. */
const MAX_LEVELS = 4;
/** Part of a URL that is not secret, such as `services` or `webhooks`: without it, these words would be replaced. */
const PLAIN_WORD = /^[a-z-]{1,12}$/u;

/** A text is searched in windows of this many UTF-16 units, so that the search needs little memory. */
const WINDOW_LENGTH = 65_536;
/** What is found is at most this much longer than the secret, because of what is escaped in it. */
const MAX_ESCAPED_FACTOR = 32;
const MIN_OVERLAP = 8192;
const { imul } = Math;
/** The hash of `GRAM_LENGTH` characters rolls on from character to character. */
const HASH_BASE = 0x01000193;
const HASH_LEAVING = powerOfBase(GRAM_LENGTH);
const HASH_SLOTS = 65_536;

/** What is looked for in a text, in lower case: statuses and the names of hosts lose their capitals. */
interface Needles {
  /** Each is replaced as a whole. */
  readonly wholes: readonly string[];
  /** Each `GRAM_LENGTH` characters long, by its hash. */
  readonly grams: ReadonlyMap<number, readonly string[]>;
  /** 1 in the slots of the hashes of the grams: most of a text needs no closer look. */
  readonly slots: Uint8Array;
  /** How much two windows share, so that nothing is cut in two. */
  readonly overlap: number;
}

/**
 * Part of a text in lower case, as it is or with its escaped characters resolved, and where each of its characters starts
 * and ends in the text.
 */
interface Layer {
  readonly codes: Uint16Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  length: number;
}

/** From the first to the one after the last, in UTF-16 units. */
type Range = readonly [start: number, end: number];

/**
 * Makes a function that replaces each secret with `***`, and any run of 8 characters of one, in upper or lower case,
 * escaped for HTML, Markdown, a URL or JSON, even several times, or encoded in base64 at any alignment
 * (docs/contract.md, What must never happen, 8). A secret below 8 characters is replaced only as a whole. In a URL the
 * whole address, the path and its parts are secret, the host is not. The time grows with the length of the text, and
 * not with its square.
 * @param secrets as they were given; empty ones are left out
 */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const given = secrets.map((secret) => secret.trim()).filter((secret) => secret !== '');
  if (given.length === 0) return (text) => text;
  const needles = needlesOf(given);
  return (text) => {
    if (isPlain(text, needles)) return text;
    const found: Range[] = [];
    for (let from = 0; from === 0 || from + needles.overlap < text.length; from += WINDOW_LENGTH) {
      findInWindow(text, from, needles, found);
    }
    return found.length === 0 ? text : replace(text, found);
  };
}

function needlesOf(secrets: readonly string[]): Needles {
  const wholes = new Set<string>();
  const grams = new Set<string>();
  for (const secret of secrets) {
    wholes.add(lowerCase(secret));
    for (const part of partsOf(secret, wholes)) {
      for (const form of [part, ...base64Forms(part)].map(lowerCase)) {
        for (const gram of gramsOf(form)) grams.add(gram);
      }
    }
  }
  const byHash = Map.groupBy(grams, hashOf);
  const slots = new Uint8Array(HASH_SLOTS);
  for (const hash of byHash.keys()) slots[slotOf(hash)] = 1;
  const longest = Math.max(0, ...[...wholes].map(({ length }) => length));
  return {
    // What consists of grams alone is found by them.
    wholes: [...wholes].filter(
      (whole) => whole.length < GRAM_LENGTH || gramsOf(whole).some((gram) => !grams.has(gram)),
    ),
    grams: byHash,
    slots,
    overlap: Math.max(MIN_OVERLAP, longest * MAX_ESCAPED_FACTOR),
  };
}

function gramsOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - GRAM_LENGTH + 1) }, (_, at) =>
    text.slice(at, at + GRAM_LENGTH),
  );
}

/**
 * The parts of a secret of which no 8 characters may be seen. Adds the parts of a URL that are secret only as a whole.
 */
function partsOf(secret: string, wholes: Set<string>): string[] {
  const url = /^https?:/iu.test(secret) ? URL.parse(secret) : null;
  // A token with a space or a newline is refused, but only after it was read; the log shows its parts on one line.
  if (url === null) return secret.split(/\s+/u).filter((part) => part.length >= GRAM_LENGTH);
  const path = `${url.pathname}${url.search}${url.hash}`;
  wholes.add(lowerCase(url.href));
  if (path.length >= GRAM_LENGTH) wholes.add(lowerCase(path));
  const parts = [...path.split(/[/?&=#;]/u), url.username, url.password];
  return parts.filter((part) => part.length >= GRAM_LENGTH && !PLAIN_WORD.test(part));
}

/** The part of the base64 form that is the same whatever surrounds the text, at each of the three alignments. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]);
    const ownCharacters = Math.floor((bytes.length * 8) / 6);
    const form = bytes.toString('base64').slice(Math.ceil((shift * 8) / 6), ownCharacters);
    return [form, form.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** Without the letters beyond ASCII, some of which get longer. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/gu, (capitals) => capitals.toLowerCase());
}

/** Whether nothing in the text is secret, and nothing is escaped except as in JSON. */
function isPlain(text: string, needles: Needles): boolean {
  let resolved = text;
  for (let level = 0; level <= MAX_LEVELS; level += 1) {
    if (ESCAPED.test(resolved) || hasSecret(resolved, needles)) return false;
    if (resolved.search(JSON_ESCAPE) < 0) return true;
    // All of them at once would take too much memory in a large text.
    if (text.length > WINDOW_LENGTH) return false;
    resolved = resolved.replace(JSON_ESCAPE, '$<meant>');
  }
  return true;
}

function hasSecret(text: string, { wholes, grams, slots }: Needles): boolean {
  let hash = 0;
  for (let end = 1; end <= text.length; end += 1) {
    const leaving = end > GRAM_LENGTH ? lowerCode(text.charCodeAt(end - 1 - GRAM_LENGTH)) : 0;
    hash = rollHash(hash, lowerCode(text.charCodeAt(end - 1)), leaving);
    if (slots[slotOf(hash)] === 1 && end >= GRAM_LENGTH) {
      const gram = lowerCase(text.slice(end - GRAM_LENGTH, end));
      if (grams.get(hash)?.includes(gram)) return true;
    }
  }
  const lower = wholes.length === 0 ? '' : lowerCase(text);
  return wholes.some((whole) => lower.includes(whole));
}

/** Finds what is in the text from a position on, up to the end of a window. */
function findInWindow(text: string, from: number, needles: Needles, found: Range[]): void {
  const length = Math.min(text.length - from, WINDOW_LENGTH + needles.overlap);
  let layer = createLayer(length);
  for (let at = 0; at < length; at += 1) addCode(layer, text.charCodeAt(from + at), from + at, from + at + 1);
  findInLayer(layer, needles, found);
  for (let level = 1; level <= MAX_LEVELS; level += 1) {
    const decoded = decode(layer);
    if (!decoded) return;
    findInLayer(decoded, needles, found);
    layer = decoded;
  }
}

function createLayer(maxLength: number): Layer {
  return {
    codes: new Uint16Array(maxLength),
    starts: new Uint32Array(maxLength),
    ends: new Uint32Array(maxLength),
    length: 0,
  };
}

function addCode(layer: Layer, code: number, start: number, end: number): void {
  layer.codes[layer.length] = lowerCode(code);
  layer.starts[layer.length] = start;
  layer.ends[layer.length] = end;
  layer.length += 1;
}

function lowerCode(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
}

function findInLayer(layer: Layer, { wholes, grams, slots }: Needles, found: Range[]): void {
  const { codes, starts, ends, length } = layer;
  const isGram = (hash: number, end: number) => grams.get(hash)?.some((gram) => endsWith(codes, end, gram)) === true;
  const add = (at: number, end: number) => {
    const [start, last] = found.at(-1) ?? [0, -1];
    const range: Range = [starts[at] ?? 0, ends[end - 1] ?? 0];
    if (range[0] >= start && range[0] <= last) found[found.length - 1] = [start, Math.max(last, range[1])];
    else found.push(range);
  };
  let hash = 0;
  for (let end = 1; end <= length; end += 1) {
    const at = end - GRAM_LENGTH;
    hash = rollHash(hash, codes[end - 1] ?? 0, codes[at - 1] ?? 0);
    if (at >= 0 && slots[slotOf(hash)] === 1 && isGram(hash, end)) add(at, end);
  }
  for (const whole of wholes) {
    const last = whole.charCodeAt(whole.length - 1);
    for (let at = codes.indexOf(last); at >= 0 && at < length; at = codes.indexOf(last, at + 1)) {
      if (endsWith(codes, at + 1, whole)) add(at + 1 - whole.length, at + 1);
    }
  }
}

function rollHash(hash: number, entering: number, leaving: number): number {
  return (imul(hash, HASH_BASE) + entering - imul(leaving, HASH_LEAVING)) | 0;
}

function hashOf(gram: string): number {
  return Array.from(gram).reduce((hash, character) => rollHash(hash, character.charCodeAt(0), 0), 0);
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 16)) & (HASH_SLOTS - 1);
}

function powerOfBase(exponent: number): number {
  return Array.from({ length: exponent }).reduce<number>((power) => imul(power, HASH_BASE), 1);
}

function endsWith(codes: Uint16Array, end: number, whole: string): boolean {
  if (end < whole.length) return false;
  for (let distance = 1; distance <= whole.length; distance += 1) {
    if (codes[end - distance] !== whole.charCodeAt(whole.length - distance)) return false;
  }
  return true;
}

/** A character that stands for another one, or for none. */
interface Escape {
  /** Length in the layer. */
  readonly length: number;
  /** The code point that it stands for; `undefined` for none. */
  readonly code?: number | undefined;
}

/** @returns `undefined` if nothing is escaped */
function decode(layer: Layer): Layer | undefined {
  const { codes, starts, ends } = layer;
  const decoded = createLayer(layer.length);
  let isEscaped = false;
  for (let at = 0; at < layer.length; ) {
    const code = codes[at] ?? 0;
    const escaped = mayEscape(code) ? escapeAt(layer, at) : undefined;
    const length = escaped?.length ?? 1;
    const meant = escaped ? escaped.code : code;
    const start = starts[at] ?? 0;
    const end = ends[at + length - 1] ?? 0;
    if (meant !== undefined && meant <= 0xffff) addCode(decoded, meant, start, end);
    else if (meant !== undefined) for (const unit of surrogates(meant)) addCode(decoded, unit, start, end);
    isEscaped ||= escaped !== undefined;
    at += length;
  }
  return isEscaped ? decoded : undefined;
}

/** Few characters start an escape: `&`, `%`, `\`, `<`, control characters, and those beyond ASCII that are invisible. */
function mayEscape(code: number): boolean {
  return code < 0x27 || code === 0x5c || code === 0x3c || code >= 0x7f;
}

/**
 * Characters in the forms that Markdown, HTML, URLs and JSON give them; and what can stand within a secret without being
 * seen: the element that `escapeMarkup` adds, ANSI codes, control and format characters.
 */
function escapeAt(layer: Layer, at: number): Escape | undefined {
  const { codes } = layer;
  const code = codes[at];
  if (code === 0x26) return codes[at + 1] === 0x23 ? numericReferenceAt(layer, at) : entityAt(layer, at);
  if (code === 0x25) return hexAt(layer, at + 1, 2, 1);
  if (code === 0x5c) {
    const next = codes[at + 1];
    if (at + 1 < layer.length && (next === 0x22 || next === 0x5c || next === 0x2f)) return { length: 2, code: next };
    return next === 0x75 ? hexAt(layer, at + 2, 4, 2) : undefined;
  }
  if (code === 0x3c) {
    const span = SPANS.find((one) => startsWith(layer, at, one));
    return span === undefined ? undefined : { length: span.length };
  }
  return isControl(code) ? { length: controlLength(layer, at) } : formatAt(layer, at);
}

function startsWith({ codes, length }: Layer, at: number, text: string): boolean {
  return at + text.length <= length && endsWith(codes, at + text.length, text);
}

function entityAt(layer: Layer, at: number): Escape | undefined {
  const entity = ENTITIES.find((one) => startsWith(layer, at + 1, one));
  return entity && { length: entity.length + 1, code: ENTITY_CODES[entity] };
}

/** `&#60;` or `&#x3c;` */
function numericReferenceAt(layer: Layer, at: number): Escape | undefined {
  const { codes } = layer;
  const isHex = codes[at + 2] === 0x78;
  const start = at + (isHex ? 3 : 2);
  const maxDigits = isHex ? 6 : 7;
  let code = 0;
  let end = start;
  while (end < layer.length && end - start < maxDigits && hexValue(codes[end]) < (isHex ? 16 : 10)) {
    code = code * (isHex ? 16 : 10) + hexValue(codes[end]);
    end += 1;
  }
  if (end === start || end >= layer.length || codes[end] !== 0x3b) return undefined;
  return { length: end + 1 - at, code: code <= 0x10ffff ? code : undefined };
}

/** @param prefixLength of what stands before the digits */
function hexAt({ codes, length }: Layer, start: number, digits: number, prefixLength: number): Escape | undefined {
  if (start + digits > length) return undefined;
  let code = 0;
  for (let at = start; at < start + digits; at += 1) {
    const value = hexValue(codes[at]);
    if (value > 15) return undefined;
    code = code * 16 + value;
  }
  return { length: prefixLength + digits, code };
}

/** @returns 16 for anything that is not a digit */
function hexValue(code = 0): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : 16;
}

function isControl(code = 0x20): boolean {
  return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

/** The length of an ANSI code, or of a control character alone (ECMA-48, section 5.4). */
function controlLength({ codes, length }: Layer, at: number): number {
  const skip = (from: number, maxLength: number, isMeant: (code: number) => boolean) => {
    let end = from;
    while (end < length && end - from < maxLength && isMeant(codes[end] ?? 0)) end += 1;
    return end;
  };
  if (codes[at + 1] === 0x5b) {
    const parameters = skip(at + 2, 30, (code) => code >= 0x30 && code <= 0x3f);
    const final = skip(parameters, 5, (code) => code >= 0x20 && code <= 0x2f);
    const code = codes[final] ?? 0;
    return final < length && code >= 0x40 && code <= 0x7e ? final + 1 - at : 1;
  }
  if (codes[at + 1] === 0x5d) {
    const end = skip(at + 2, 200, (code) => !isControl(code));
    if (end >= length || !isControl(codes[end])) return 1;
    return end + 1 < length && codes[end + 1] === 0x5c ? end + 2 - at : end + 1 - at;
  }
  return 1;
}

function formatAt({ codes, length }: Layer, at: number): Escape | undefined {
  const code = codes[at] ?? 0;
  if (code < 0xad) return undefined;
  const isPair = code >= 0xd800 && code < 0xdc00 && at + 1 < length;
  const character = isPair ? String.fromCharCode(code, codes[at + 1] ?? 0) : String.fromCharCode(code);
  return FORMAT.test(character) ? { length: character.length } : undefined;
}

function surrogates(code: number): number[] {
  const character = String.fromCodePoint(code);
  return [character.charCodeAt(0), character.charCodeAt(1)];
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
