import type { OutgoingHttpHeaders } from 'node:http';
import type { RequestOptions } from 'node:https';
import { abortable } from '../abortable.ts';
import { ConnectionError } from './connection-error.ts';

/** A request to any server. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
}

/** The headers of a response that matter here, as they came. */
export interface HttpResponseHeaders {
  readonly retryAfter?: string | undefined;
  readonly date?: string | undefined;
  /** Where a redirect leads; none is followed here. */
  readonly location?: string | undefined;
}

/** What a server returned, whatever its status. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: HttpResponseHeaders;
  readonly body: string;
}

/** The largest response that is read, in bytes; a list of hundreds of servers fits easily. */
export const MAX_RESPONSE_BYTES = 8 * 1024 * 1024;

/** This much of an error page is read, in bytes: enough for what the API says. */
const MAX_ERROR_BYTES = 64 * 1024;

/** Sends one request, with a timeout in milliseconds that covers the body of the response too. */
export type Http = (
  request: HttpRequest,
  timeoutMs: number,
  limits?: { readonly maxBytes?: number },
) => Promise<HttpResponse>;

/** The request timed out. */
export class TimeoutError extends Error {}

/** The response is larger than what is read. */
export class ResponseTooLargeError extends Error {}

/**
 * HTTP with `@actions/http-client`, without its gaps: its timeout covers idle time only, and its own way of reading a
 * body never settles if the connection drops. Each request has its own connection: after a reset of a reused one, it
 * would be unclear whether a POST was applied. Redirects are not followed, because that client would send the headers
 * along. That client supports proxies through `https_proxy` and `no_proxy`.
 * @param signal aborts what is under way; its reason is thrown then
 * @throws TimeoutError, ResponseTooLargeError, ConnectionError
 */
export function createHttp(signal: AbortSignal): Http {
  return async ({ method, url, headers, body }, timeoutMs, { maxBytes = MAX_RESPONSE_BYTES } = {}) => {
    signal.throwIfAborted();
    // Loads Node's TLS, which a step with invalid inputs does without.
    const { HttpClient } = await import(/* webpackMode: "eager" */ '@actions/http-client');
    const timeout = AbortSignal.timeout(Math.ceil(timeoutMs));
    const ended = AbortSignal.any([timeout, signal]);
    const client = new HttpClient('vps-snapshot', [withOptions(ended)], { allowRedirects: false, keepAlive: false });
    try {
      const { message } = await abortable(client.request(method, url, body, headers), ended);
      const status = message.statusCode ?? 0;
      const isSuccess = status >= 200 && status < 300;
      return {
        status,
        headers: {
          retryAfter: message.headers['retry-after'],
          date: message.headers.date,
          location: message.headers.location,
        },
        body: await (isSuccess ? readWhole(message, maxBytes) : readStart(message, MAX_ERROR_BYTES)),
      };
    } catch (error) {
      signal.throwIfAborted();
      if (timeout.aborted)
        throw new TimeoutError(`it timed out after ${Math.round(timeoutMs / 100) / 10} s`, { cause: error });
      throw error instanceof ResponseTooLargeError ? error : new ConnectionError(error);
    } finally {
      client.dispose();
    }
  };
}

/** Hands Node what http-client has no option for. */
function withOptions(signal: AbortSignal) {
  return {
    prepareRequest(options: RequestOptions) {
      options.signal = signal;
      // NODE_TLS_REJECT_UNAUTHORIZED must not switch off the check of certificates. Behind a proxy, only the options of
      // the agent count.
      const { agent } = options;
      if (typeof agent === 'object' && 'options' in agent) {
        Object.assign(agent, { options: Object.assign({}, agent.options, { rejectUnauthorized: true }) });
      }
      // URL gives an IPv6 address in brackets, which Node would look up as a name.
      options.host = options.host?.replace(/^\[(.*)\]$/u, '$1') ?? null;
    },
    canHandleAuthentication: () => false,
    handleAuthentication: () => Promise.reject(new Error('authentication is by the token alone')),
  };
}

async function readWhole(message: AsyncIterable<Buffer>, maxBytes: number): Promise<string> {
  const body = await read(message, maxBytes);
  if (body.length > maxBytes) throw new ResponseTooLargeError(`it is larger than ${maxBytes / 1024 / 1024} MiB`);
  return body.toString('utf8');
}

async function readStart(message: AsyncIterable<Buffer>, maxBytes: number): Promise<string> {
  const body = await read(message, maxBytes);
  return body.subarray(0, maxBytes).toString('utf8');
}

/** Reads a body until it ends or is longer than `maxBytes`. */
async function read(message: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    chunks.push(chunk);
    bytes += chunk.length;
    // Leaving the loop closes the connection.
    if (bytes > maxBytes) break;
  }
  return Buffer.concat(chunks);
}
