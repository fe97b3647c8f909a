import { retryAfterMs } from './backoff.ts';
import type { Send } from './exchange.ts';
import { errorFor } from './http-status.ts';

/**
 * A link of the chain: a status other than success becomes an error, and so does a success that cannot be read, so that
 * the link that retries sees both.
 * @throws ApiError, InvalidResponseError
 */
export function withStatus(send: Send): Send {
  return async (request, deadline) => {
    const response = await send(request, deadline);
    if (response.status < 200 || response.status >= 300) {
      throw errorFor(request, response, retryAfterMs(response));
    }
    request.read?.(response);
    return response;
  };
}
