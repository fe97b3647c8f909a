import { wordsOf } from '../failure.ts';
import { Expired, type Http, type HttpAnswer, TooLarge } from '../http/request.ts';
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

/** What the API answered, whatever the status. */
export type Answer = HttpAnswer;

/**
 * Carries one request to the API and its answer back.
 * @param timeoutMs milliseconds for the whole exchange, the body included
 * @throws NoAnswer, UnreadableAnswer; the reason of the abort when the job is cancelled
 */
export type Transport = (exchange: Exchange, timeoutMs: number) => Promise<Answer>;

/** Errors of a connection that was never made: the API cannot have seen the request. */
const NEVER_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
const NO_TUNNEL = 'tunneling socket could not be established';
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS/u;

/** Where the API is and who asks. */
export interface Access {
  /** Base address without a slash at its end. */
  readonly apiUrl: string;
  readonly token: string;
}

/** The transport over HTTP. The token goes nowhere but to the base address: no redirect is followed. */
export function httpTransport({ apiUrl, token }: Access, http: Http, cancelled: AbortSignal): Transport {
  return async (exchange, timeoutMs) => {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
    try {
      return await http(
        {
          method: exchange.method,
          url: `${apiUrl}${pathOf(exchange)}`,
          headers: exchange.body ? { ...headers, 'content-type': 'application/json' } : headers,
          body: exchange.body ? JSON.stringify(exchange.body) : '',
        },
        timeoutMs,
      );
    } catch (error) {
      cancelled.throwIfAborted();
      throw failed(exchange, error);
    }
  };
}

/** The path of a request, with its query. */
export function pathOf({ path, query }: Exchange): string {
  return query?.size ? `${path}?${query}` : path;
}

/** Node's code of a failed connection, empty where it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** True for a certificate that is expired, for another name, or of nobody who is trusted. */
export function isCertificateError(error: unknown): boolean {
  return CERTIFICATE.test(codeOf(error));
}

function failed(exchange: Exchange, error: unknown): NoAnswer | UnreadableAnswer {
  const words = wordsOf(error);
  const code = codeOf(error);
  if (error instanceof TooLarge) return new UnreadableAnswer(exchange, words);
  if (error instanceof Expired) return new NoAnswer(exchange, words, true, error);
  if (isCertificateError(error)) return new CertificateRefused(exchange, code, error);
  return new NoAnswer(exchange, words || code, !(NEVER_CONNECTED.includes(code) || words.startsWith(NO_TUNNEL)), error);
}
