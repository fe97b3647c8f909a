import type { Send } from './exchange.ts';

/**
 * A link of the chain: replaces secrets in a response before anything else sees it, so that no part of one is left after
 * it is cut or parsed (docs/contract.md, What must never happen, 8).
 * @param redact replaces the secrets in a text
 */
export function withRedaction(send: Send, redact: (text: string) => string): Send {
  return async (request, deadline) => {
    const { status, headers, body } = await send(request, deadline);
    const { location } = headers;
    return {
      status,
      headers: location === undefined ? headers : { ...headers, location: redact(location) },
      body: redact(body),
    };
  };
}
