import { errorMessage } from '../errors.ts';
import { connectionErrorCode, isCertificateError } from '../http/connection-error.ts';
import { type Http, ResponseTooLargeError, TimeoutError } from '../http/request.ts';
import { CertificateError, InvalidResponseError, RequestError } from './errors.ts';
import { type ApiRequest, pathOf, type Send } from './exchange.ts';

/** The longest time for one request, its response included, in milliseconds. */
const REQUEST_MS = 30_000;
/** A request at the very end of the timeout, the last poll, still gets this long, in milliseconds. */
const LAST_REQUEST_MS = 2000;

/** Errors of a connection that was never made: the API cannot have seen the request. */
const NEVER_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
/** How http-client says that a proxy refused the connection. */
const NO_TUNNEL = 'tunneling socket could not be established';

/** Where the API is, and who asks. */
export interface Credentials {
  /** Base URL without a slash at its end. */
  readonly apiUrl: string;
  readonly token: string;
}

/**
 * The first link of the chain: sends a request over HTTP, with its share of the time that is left. The token goes nowhere
 * but to the base URL: no redirect is followed (docs/contract.md, What must never happen, 8).
 */
export function sendHttp({ apiUrl, token }: Credentials, http: Http): Send {
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
        Math.min(REQUEST_MS, Math.max(LAST_REQUEST_MS, deadline.leftMs())),
      );
    } catch (error) {
      throw toCallError(request, error);
    }
  };
}

/** @returns the error itself if it is not one of the connection: the reason of an abort */
function toCallError(request: ApiRequest, error: unknown): unknown {
  const message = errorMessage(error);
  const code = connectionErrorCode(error);
  if (error instanceof ResponseTooLargeError) return new InvalidResponseError(request, message);
  if (error instanceof TimeoutError) return new RequestError(request, message, true, error);
  if (isCertificateError(error)) return new CertificateError(request, code, error);
  const isUnsent = NEVER_CONNECTED.includes(code) || message.startsWith(NO_TUNNEL);
  return isConnectionError(error) ? new RequestError(request, message || code, !isUnsent, error) : error;
}

/** An abort has a reason of its own; everything else that http throws is of the connection. */
function isConnectionError(error: unknown): boolean {
  return error instanceof Error && error.name !== 'CancelledError';
}
