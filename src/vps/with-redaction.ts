import type { Send } from './exchange.ts';
import { memoizeLast } from './memoize-last.ts';

/**
 * The key of a password in JSON, whole or cut off, or in what a program prints, up to its value: the detail of a server
 * has one (docs/api.md).
 */
const PASSWORD_KEY = /(?<quote>\\{0,3}["'])[a-z_]{0,40}password\k<quote>\s{0,9}:\s{0,9}/giu;
/** A value without quotes. */
const BARE_VALUE = /[^\s"'{[,\\\]}]{1,4096}/uy;

/** A quote after which JSON goes on. */
const END_OF_JSON_TEXT = /"\s{0,9}[,:}\]]/uy;

/**
 * A link of the chain: replaces secrets in a response before anything else sees it, so that no part of one is left after
 * it is cut or parsed (docs/contract.md, What must never happen, 8). A server's password is one, too: it could be in an
 * error whose text is shown.
 * @param redact replaces the secrets in a text
 */
export function withRedaction(send: Send, redact: (text: string) => string): Send {
  // Most polls return what the one before returned.
  const redactBody = memoizeLast((body: string) => redact(withoutPasswords(body)));
  return async (request, deadline) => {
    const { status, headers, body } = await send(request, deadline);
    const { location } = headers;
    return {
      status,
      headers: location === undefined ? headers : { ...headers, location: redact(location) },
      body: redactBody(body),
    };
  };
}

function withoutPasswords(body: string): string {
  const parts: string[] = [];
  let end = 0;
  for (const { 0: key, index, groups: { quote = '' } = {} } of body.matchAll(PASSWORD_KEY)) {
    const start = index + key.length;
    const valueEnd = endOfValue(body, start, quote);
    // A key inside the previous value does not count.
    if (index < end || valueEnd === start) continue;
    parts.push(body.slice(end, start), `${quote}***${quote}`);
    end = valueEnd;
  }
  return end === 0 ? body : [...parts, body.slice(end)].join('');
}

/**
 * Where a value ends: after its quote, or where the JSON text that contains it ends, because nothing beyond may be lost.
 * No pattern finds it: on a value of megabytes it would run out of memory.
 */
function endOfValue(body: string, start: number, quote: string): number {
  if (!body.startsWith(quote, start)) {
    BARE_VALUE.lastIndex = start;
    return start + (BARE_VALUE.exec(body)?.[0].length ?? 0);
  }
  for (let at = start + quote.length; at < body.length; ) {
    if (body.startsWith(quote, at)) return at + quote.length;
    if (endsText(body, at, quote)) return at;
    at += body[at] === '\\' ? 2 : 1;
  }
  return body.length;
}

/** True for a quote that is less deeply escaped than the value's own, and therefore encloses both. */
function endsText(body: string, at: number, quote: string): boolean {
  if (quote.endsWith("'")) {
    // A value in such quotes may contain the other ones.
    END_OF_JSON_TEXT.lastIndex = at;
    return END_OF_JSON_TEXT.test(body);
  }
  const isEscaped = body[at] === '\\';
  return quote.length > (isEscaped ? 2 : 1) && body[isEscaped ? at + 1 : at] === '"';
}
