import type { Send } from './exchange.ts';

/** A password in JSON, whole or cut off, or in what a program prints: the detail of a server has one (docs/api.md). */
const PASSWORD =
  /(?<start>(?<quote>\\{0,3}["'])[a-z_]{0,40}password\k<quote>\s{0,9}:\s{0,9})(?:\k<quote>(?:(?!\k<quote>)(?:\\.|[^\\]))*(?:\k<quote>)?|[^\s"'{[,\\\]}]+)/giu;

/**
 * A link of the chain: replaces secrets in a response before anything else sees it, so that no part of one is left after
 * it is cut or parsed (docs/contract.md, What must never happen, 8). A server's password is one, too: it could be in an
 * error whose text is shown.
 * @param redact replaces the secrets in a text
 */
export function withRedaction(send: Send, redact: (text: string) => string): Send {
  return async (request, deadline) => {
    const { status, headers, body } = await send(request, deadline);
    const { location } = headers;
    return {
      status,
      headers: location === undefined ? headers : { ...headers, location: redact(location) },
      body: redact(body.replace(PASSWORD, '$<start>$<quote>***$<quote>')),
    };
  };
}
