import {
  type ApiError,
  BadRequestError,
  BusyError,
  ForbiddenError,
  MethodNotAllowedError,
  NotFoundError,
  RedirectError,
  TransientError,
  UnauthorizedError,
  UnexpectedStatusError,
} from './errors.ts';
import type { ApiRequest, ApiResponse } from './exchange.ts';

/** Retried, as every status from 500 on is (docs/contract.md, Retries and polling). */
const TRANSIENT = [408, 425, 429];
const BUSY = [409, 423];

/** The error for a response without a success status. */
export function errorFor(request: ApiRequest, response: ApiResponse, retryAfterMs?: number): ApiError {
  const { status } = response;
  if (status === 400 || status === 422) return new BadRequestError(request, response);
  if (status === 401) return new UnauthorizedError(request, response);
  if (status === 403) return new ForbiddenError(request, response);
  if (status === 404) return new NotFoundError(request, response);
  if (status === 405) return new MethodNotAllowedError(request, response);
  if (BUSY.includes(status)) return new BusyError(request, response, retryAfterMs);
  if (status >= 300 && status < 400) return new RedirectError(request, response);
  if (status >= 500 || TRANSIENT.includes(status)) return new TransientError(request, response, retryAfterMs);
  return new UnexpectedStatusError(request, response);
}
