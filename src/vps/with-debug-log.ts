import type { Clock } from '../clock.ts';
import { errorMessage } from '../errors.ts';
import { pathOf, type Send } from './exchange.ts';

/**
 * A link of the chain: writes each exchange with the API to the debug log, with the request, the status or the error,
 * and the duration. Headers and bodies are left out: they contain the token, and a server's password.
 */
export function withDebugLog(send: Send, debug: (text: string) => void, clock: Clock): Send {
  return async (request, deadline) => {
    const startedMs = clock.monotonicMs();
    const write = (end: string) =>
      debug(`${request.method} ${pathOf(request)}: ${end}, ${Math.round(clock.monotonicMs() - startedMs)} ms`);
    try {
      const response = await send(request, deadline);
      write(`${response.status} with ${response.body.length} characters`);
      return response;
    } catch (error) {
      write(errorMessage(error));
      throw error;
    }
  };
}
