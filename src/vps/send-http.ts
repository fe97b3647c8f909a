import { ConnectionError } from '../http/connection-error.ts';
import { type Http, ResponseTooLargeError, TimeoutError } from '../http/request.ts';
import { CertificateError, InvalidResponseError, RequestError } from './errors.ts';
import { type ApiRequest, pathOf, type Send } from './exchange.ts';

/** The longest time for one request, its response included, in milliseconds. */
const REQUEST_MS = 30_000;
/** A request at the very end of the timeout, the last poll, still gets this long, in milliseconds. */
const LAST_REQUEST_MS = 2000;

/** The address of the API, and the token. */
export interface Credentials {
  /** Base URL without a slash at its end. */
  readonly apiUrl: string;
  readonly token: string;
}

/**
 * The first link of the chain: sends a request over HTTP, with its share of the time that is left. The token goes nowhere
 * but to the base URL: no redirect is followed (docs/contract.md, What must never happen, 8).
 * @throws RequestError, InvalidResponseError for a body that is too large; the reason for the abort
 * @param maxMs the longest time for one request, in milliseconds
 */
export function sendHttp({ apiUrl, token }: Credentials, http: Http, maxMs = REQUEST_MS): Send {
  return async (request, deadline) => {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
    try {
      return await http(
        {
          method: request.method,
          url: `${apiUrl}${pathOf(request)}`,
          headers: request.body ? { ...headers, 'content-type': 'application/json' } : headers,
          body: request.body ? JSON.stringify(request.body) : '',
        },
        Math.min(maxMs, Math.max(LAST_REQUEST_MS, deadline.leftMs())),
      );
    } catch (error) {
      throw toCallError(request, error);
    }
  };
}

/** @returns the error itself if it is not one of the exchange: the reason for an abort */
function toCallError(request: ApiRequest, error: unknown): unknown {
  if (error instanceof ResponseTooLargeError) return new InvalidResponseError(request, error.message);
  if (error instanceof TimeoutError) return new RequestError(request, error.message, true, error);
  if (!(error instanceof ConnectionError)) return error;
  if (error.isCertificate) return new CertificateError(request, error.code, error);
  return new RequestError(request, error.message, error.sent, error);
}
