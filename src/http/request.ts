import type { OutgoingHttpHeaders, RequestOptions } from 'node:http';
import { HttpClient } from '@actions/http-client';
import { untilAborted } from '../cancel.ts';

/** A request to any server. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
}

/** What came back, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  /** The header `Retry-After` as it came. */
  readonly retryAfter: string | undefined;
  /** Where a redirect leads, as it came; none is followed here. */
  readonly location?: string | undefined;
  readonly body: string;
}

/** Sends one request, with a deadline in milliseconds that covers the body of the answer too. */
export type Http = (request: HttpRequest, timeoutMs: number) => Promise<HttpAnswer>;

/** Largest answer that is read, in bytes: hundreds of servers fit many times. */
export const LARGEST_ANSWER = 8 * 1024 * 1024;

/** The deadline of the request passed. */
export class Expired extends Error {}

/** The answer is larger than is read. */
export class TooLarge extends Error {}

/**
 * HTTP by `@actions/http-client`, with what that leaves open closed: its time-out is idle time only, and its own reading
 * of a body never settles when the connection drops. Each request has a connection of its own: on one that was kept, a
 * reset would leave open whether a POST had been carried out. Redirects are not followed: that client takes the headers
 * along, and cannot follow one to a bare path. `https_proxy` and `no_proxy` are that client's own.
 * @param cancelled aborts what is under way; its reason is thrown then
 * @throws Expired, TooLarge, or what Node says of a connection that fails
 */
export function http(cancelled: AbortSignal): Http {
  return async ({ method, url, headers, body }, timeoutMs) => {
    const expired = AbortSignal.timeout(timeoutMs);
    const ended = AbortSignal.any([expired, cancelled]);
    const client = new HttpClient('vps-snapshot', [aborting(ended)], { allowRedirects: false, keepAlive: false });
    try {
      const { message } = await untilAborted(client.request(method, url, body, headers), ended);
      return {
        status: message.statusCode ?? 0,
        retryAfter: message.headers['retry-after'],
        location: message.headers.location,
        body: await textOf(message),
      };
    } catch (error) {
      cancelled.throwIfAborted();
      if (expired.aborted) throw new Expired(`it did not end within ${timeoutMs / 1000} s`, { cause: error });
      throw error;
    } finally {
      client.dispose();
    }
  };
}

/** Hands Node the signal that ends the request, which http-client has no option for. */
function aborting(signal: AbortSignal) {
  return {
    prepareRequest(options: RequestOptions) {
      options.signal = signal;
      // URL gives an IPv6 address in brackets, which Node would look up as a name.
      options.host = options.host?.replace(/^\[(.*)\]$/u, '$1') ?? null;
    },
    canHandleAuthentication: () => false,
    handleAuthentication: () => Promise.reject(new Error('authentication is by the token alone')),
  };
}

async function textOf(message: AsyncIterable<Buffer> & { destroy(): void }): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    bytes += chunk.length;
    if (bytes > LARGEST_ANSWER) {
      message.destroy();
      throw new TooLarge(`it is larger than ${LARGEST_ANSWER / 1024 / 1024} MiB`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
