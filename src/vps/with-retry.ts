import type { Context } from '../context.ts';
import { errorMessage } from '../errors.ts';
import { retryDelayMs } from './backoff.ts';
import { isFromProxy, isInvalidPage, isTransient, NotFoundError } from './errors.ts';
import type { Send } from './exchange.ts';

/** A 404, a redirect or a page from a path that worked before is retried this many times in a row. */
export const MAX_MISDIRECTED = 3;

/**
 * A link of the chain: sends GET and DELETE again until the timeout while their error is transient (docs/contract.md,
 * Retries and polling). A POST passes through: polling/post-once.ts decides whether it may be sent again.
 * @param onRetry called before each pause, with a line for the log
 * @throws the last error; the reason for the abort
 */
export function withRetry(
  send: Send,
  { clock, random, signal }: Context,
  onRetry: (line: string) => void,
  hasWorked = false,
): Send {
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
        misdirected = isMisdirected(error) && (hasWorked || worked.has(request.path)) ? misdirected + 1 : 0;
        const isRetried = isTransient(error) || (misdirected > 0 && misdirected <= MAX_MISDIRECTED);
        if (!isRetried) throw error;
        const delayMs = retryDelayMs(error, retry, random, deadline);
        onRetry(`${errorMessage(error)}; retrying in ${Math.ceil(delayMs / 1000)} s`);
        await clock.sleep(delayMs, signal);
      }
    }
  };
}

/** A proxy in between may briefly misroute or refuse a request. The end of a list is not such a case. */
export function isMisdirected(error: unknown): boolean {
  return (error instanceof NotFoundError && !isInvalidPage(error)) || isFromProxy(error);
}
