import type { Clock } from '../clock.ts';
import { wordsOf } from '../failure.ts';
import { pathOf, type Transport } from './transport.ts';

/**
 * Tells every exchange with the API, for those who have turned debug logging on (`ACTIONS_STEP_DEBUG`): what was asked,
 * the status that came or what came instead, and how long it took. The headers, and with them the token, are not in it.
 */
export function traced(transport: Transport, debug: (text: string) => void, clock: Clock): Transport {
  return async (exchange, timeoutMs) => {
    const began = clock.now();
    const tell = (end: string) => debug(`${exchange.method} ${pathOf(exchange)}: ${end}, ${clock.now() - began} ms`);
    try {
      const answer = await transport(exchange, timeoutMs);
      tell(`${answer.status} with ${answer.body.length} characters`);
      return answer;
    } catch (error) {
      tell(wordsOf(error));
      throw error;
    }
  };
}
