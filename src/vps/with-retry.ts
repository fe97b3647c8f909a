import type { Context } from '../context.ts';
import { errorMessage } from '../errors.ts';
import { isTransient, NotFoundError, RedirectError } from './errors.ts';
import type { Send } from './exchange.ts';
import { delayBeforeRetry } from './retry.ts';

/** A 404 or a redirect of a path that worked before is retried this many times in a row. */
const MAX_MISDIRECTED = 3;

/**
 * A link of the chain: sends GET and DELETE again until the timeout while their error is transient (docs/contract.md,
 * Retries and polling). A POST passes through: whether it may be sent again is for the caller to know.
 * @param onRetry called with a line for the log
 */
export function withRetry(send: Send, context: Context, onRetry: (line: string) => void): Send {
  const worked = new Set<string>();
  return async (request, deadline) => {
    if (request.method === 'POST') return await send(request, deadline);
    let misdirected = 0;
    for (let retry = 0; ; retry += 1) {
      try {
        const response = await send(request, deadline);
        if (request.method === 'GET') worked.add(request.path);
        return response;
      } catch (error) {
        const isMisdirected =
          (error instanceof NotFoundError || error instanceof RedirectError) &&
          request.method === 'GET' &&
          worked.has(request.path);
        if (isMisdirected) misdirected += 1;
        if (!(isTransient(error) || (isMisdirected && misdirected <= MAX_MISDIRECTED))) throw error;
        await delayBeforeRetry(error, retry, context, deadline);
        onRetry(`${errorMessage(error)}; retrying`);
      }
    }
  };
}
