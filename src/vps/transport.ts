import type { RequestOptions } from 'node:http';
import { HttpClient, type HttpClientResponse } from '@actions/http-client';
import { CertificateRefused, NoAnswer, UnreadableAnswer } from './errors.ts';

/** One request to the API. */
export interface Exchange {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path after the base address, with both slashes, such as `/snapshots/`. */
  readonly path: string;
  readonly query?: URLSearchParams;
  /** Sent as JSON; without it the request has no body. */
  readonly body?: Readonly<Record<string, string | number>>;
}

/** What came back, whatever its status. */
export interface Answer {
  readonly status: number;
  /** The header `Retry-After` as it came. */
  readonly retryAfter: string | undefined;
  readonly body: string;
}

/**
 * Carries one request to the API and its answer back.
 * @param timeoutMs milliseconds for the whole exchange, the body included
 * @throws NoAnswer, UnreadableAnswer; the reason of the abort when the job is cancelled
 */
export type Transport = (exchange: Exchange, timeoutMs: number) => Promise<Answer>;

/** Largest answer that is read, in bytes: hundreds of servers fit many times. */
export const LARGEST_ANSWER = 8 * 1024 * 1024;

/** Errors of a connection that was never made: the API cannot have seen the request. */
const NEVER_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS/u;

/** Where the API is and who asks. */
export interface Access {
  /** Base address without a slash at its end. */
  readonly apiUrl: string;
  readonly token: string;
}

/**
 * The transport over `@actions/http-client`, with what that leaves open closed: its time-out is idle time only, its own
 * reading of a body never settles when the connection drops, and it follows redirects. Each request has a connection of
 * its own: on one that was kept, a reset would leave open whether a create had been carried out.
 * @param cancelled aborts what is under way
 */
export function httpTransport({ apiUrl, token }: Access, cancelled: AbortSignal): Transport {
  return async (exchange, timeoutMs) => {
    const expired = AbortSignal.timeout(timeoutMs);
    const ended = AbortSignal.any([expired, cancelled]);
    const query = exchange.query?.size ? `?${exchange.query}` : '';
    const client = new HttpClient('vps-snapshot', [aborting(ended)], { allowRedirects: false, keepAlive: false });
    try {
      const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
      const response = await client.request(
        exchange.method,
        `${apiUrl}${exchange.path}${query}`,
        exchange.body ? JSON.stringify(exchange.body) : '',
        exchange.body ? { ...headers, 'content-type': 'application/json' } : headers,
      );
      return {
        status: response.message.statusCode ?? 0,
        retryAfter: response.message.headers['retry-after'],
        body: await bodyOf(response, exchange),
      };
    } catch (error) {
      cancelled.throwIfAborted();
      if (error instanceof UnreadableAnswer) throw error;
      if (expired.aborted) {
        throw new NoAnswer(exchange, `it did not end within ${timeoutMs / 1000} s`, true, undefined, error);
      }
      throw failedConnection(exchange, error);
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

async function bodyOf({ message }: HttpClientResponse, exchange: Exchange): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_ANSWER) {
      message.destroy();
      throw new UnreadableAnswer(exchange, `it is larger than ${LARGEST_ANSWER / 1024 / 1024} MiB`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function failedConnection(exchange: Exchange, error: unknown): NoAnswer {
  const reason = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const sent = !(NEVER_CONNECTED.includes(code) || reason.startsWith('tunneling socket could not be established'));
  if (CERTIFICATE.test(code)) return new CertificateRefused(exchange, code, error);
  return new NoAnswer(exchange, reason || code, sent, undefined, error);
}
