import * as v from 'valibot';
import { ActionError, type ErrorParts } from '../errors.ts';
import { sanitizeLine, truncate, withFullStop } from '../text.ts';
import { type ApiRequest, type ApiResponse, requestName } from './exchange.ts';

/** The longest part of a body that is looked at for the API's message, in characters. */
const MAX_BODY_LENGTH = 4096;
/** The longest message of the API that an error repeats, in characters. */
const MAX_DETAIL_LENGTH = 300;

/** The API returned an error: its status, its own message, and one next step. */
export abstract class ApiError extends Error {
  abstract readonly hint: string;
  readonly status: number;
  /** The API's own message, on one line. */
  readonly detail: string;
  /** How long to wait before the next request, in milliseconds, if the API said so. */
  readonly retryAfterMs: number | undefined;
  /** True for a web page in place of JSON: a proxy in between returned it. */
  readonly isPage: boolean;

  constructor(request: ApiRequest, response: ApiResponse, retryAfterMs?: number) {
    const detail = detailOf(response.body);
    super(`${requestName(request)} returned ${response.status}${detail && `: ${detail}`}`);
    this.name = new.target.name;
    this.status = response.status;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
    this.isPage = response.body.slice(0, MAX_BODY_LENGTH).trimStart().startsWith('<');
  }
}

/** 400 and 422: the parameters are invalid, the limit is reached, or the server is in no state for it. */
export class BadRequestError extends ApiError {
  readonly hint = 'Fix the problem that the API reported (see above).';
}

/** 401: the token is missing, wrong or revoked. */
export class UnauthorizedError extends ApiError {
  readonly hint =
    'Check api_token: it must be an active token of this VPS.org account. Secrets are not passed to workflows triggered from forks.';
}

/** 403: the token lacks the permission. */
export class ForbiddenError extends ApiError {
  readonly hint = 'Create a token with the permission servers:*.';
}

/** 404: it does not exist for this token. */
export class NotFoundError extends ApiError {
  readonly hint = 'Check the ID, and that the token belongs to the account that owns it.';
}

/** 405: the API has no such call. */
export class MethodNotAllowedError extends ApiError {
  readonly hint = 'Check api_url: this API has no such call.';
}

/** 409 and 423: what is asked for has to wait for something else. */
export class BusyError extends ApiError {
  readonly hint = 'The server is busy. Re-run the job later.';
}

/** 408, 425, 429 and 5xx: a retry may succeed. */
export class TransientError extends ApiError {
  readonly hint = 'The API is busy or failing. Re-run the job later.';
}

/** A redirect, which is not followed: it would repeat or change the request elsewhere. */
export class RedirectError extends ApiError {
  readonly hint = 'Set api_url to the URL that the redirect points to, if that is the API.';
}

/** A success status, and a body that says that the request failed. */
export class FailedResponseError extends ApiError {
  readonly hint = 'Fix the problem that the API reported (see above).';
}

/** Any other status. */
export class UnexpectedStatusError extends ApiError {
  readonly hint = 'Check api_url: the VPS.org API does not return this status.';
}

/** There was no response: the connection failed, broke, or timed out. */
export class RequestError extends Error {
  readonly hint: string = 'Check that the runner can reach api_url, then re-run the job.';
  /** False if the request certainly never reached the API, so that nothing can have been applied. */
  readonly sent: boolean;

  constructor(request: ApiRequest, reason: string, sent: boolean, cause?: unknown) {
    super(`${requestName(request)} got no response: ${reason}`, { cause });
    this.name = new.target.name;
    this.sent = sent;
  }
}

/** The API's certificate is not trusted: nothing was sent, and a retry does not help. */
export class CertificateError extends RequestError {
  override readonly hint =
    'Check the certificate of api_url; behind a TLS-inspecting proxy, set NODE_EXTRA_CA_CERTS to its CA certificate.';

  constructor(request: ApiRequest, code: string, cause: unknown) {
    super(request, `the API's certificate is not trusted (${code})`, false, cause);
  }
}

/** A success status with a body that the API does not return: cut off, a proxy's page, another shape, too large. */
export class InvalidResponseError extends Error {
  readonly hint = 'Check api_url and any proxy in between. If both are correct, the API may have changed.';

  /** True for JSON of another shape: it comes from the API, so it means that the request was applied. */
  readonly isJson: boolean;

  constructor(request: ApiRequest, reason: string, isJson = false) {
    super(`${requestName(request)} returned an unreadable response: ${reason}`);
    this.name = 'InvalidResponseError';
    this.isJson = isJson;
  }
}

/** Everything that a call of the API can end with besides its result. */
export type CallError = ApiError | RequestError | InvalidResponseError;

/** Tells the API's errors from defects of this code. */
export function isCallError(error: unknown): error is CallError {
  return error instanceof ApiError || error instanceof RequestError || error instanceof InvalidResponseError;
}

/** True for 401 and 403: a retry does not help. */
export function isRefusal(error: unknown): error is UnauthorizedError | ForbiddenError {
  return error instanceof UnauthorizedError || error instanceof ForbiddenError;
}

/** True for the 404 of Django REST Framework for a page after the last one of a list. */
export function isInvalidPage(error: unknown): error is NotFoundError {
  return error instanceof NotFoundError && /\binvalid page\b/iu.test(error.detail);
}

/** True for 404 and 405: the API may have no such call (docs/api.md, Two dialects). */
export function isMissingCall(error: unknown): error is NotFoundError | MethodNotAllowedError {
  return error instanceof NotFoundError || error instanceof MethodNotAllowedError;
}

/** True for a page or a redirect: a proxy in between has refused the request, not the API, and nothing has changed. */
export function isFromProxy(error: unknown): error is ApiError {
  if (error instanceof RedirectError) return true;
  return error instanceof ApiError && error.isPage && error.status < 500 && !(error instanceof BadRequestError);
}

/** True for 429. */
export function isRateLimit(error: unknown): error is TransientError {
  return error instanceof TransientError && error.status === 429;
}

/** True if a retry may succeed (docs/contract.md, Retries and polling). */
export function isTransient(error: unknown): error is CallError {
  if (error instanceof TransientError || error instanceof BusyError) return true;
  if (error instanceof CertificateError) return false;
  return error instanceof RequestError || error instanceof InvalidResponseError;
}

/**
 * Turns an error of the API into an ActionError.
 * @param doing what failed, as the start of a sentence
 * @param state what is known about the server then
 * @returns the error itself if it already is one
 * @throws anything else as it is: a cancelled job, or a defect of the action
 */
export function toActionError(error: unknown, doing: string, state?: ErrorParts['state']): ActionError {
  if (error instanceof ActionError) return error;
  if (!isCallError(error)) throw error;
  const summary = withFullStop(`${doing} failed: ${error.message}`);
  return new ActionError({ summary, hint: error.hint, ...(state === undefined ? {} : { state }) }, error);
}

const Message = v.union([
  v.string(),
  v.pipe(
    v.array(v.string()),
    v.transform((all) => all.join(' ')),
  ),
]);
const ErrorBody = v.union([
  v.pipe(
    v.array(v.string()),
    v.transform((all): Record<string, string> => ({ detail: all.join(' ') })),
  ),
  v.record(v.string(), v.fallback(Message, '')),
]);
const GENERAL = ['detail', 'error', 'message', 'non_field_errors'];
/** The detail of a server contains one, which must not appear in any log (docs/api.md, Two dialects). */
const PASSWORD = /"password"/iu;

/**
 * The API's own message in the body of an error, on one line: `detail`, `error`, `message` or fields of Django REST
 * Framework, plain text, or the text of an HTML page (docs/api.md, Errors). The body is cut before anything looks at it.
 */
function detailOf(body: string): string {
  const start = body.slice(0, MAX_BODY_LENGTH);
  const json = v.safeParse(v.pipe(v.string(), v.parseJson(), ErrorBody), start);
  const fields = json.success ? Object.entries(json.output).filter(([, text]) => text !== '') : [];
  const general = fields.filter(([key]) => GENERAL.includes(key)).map(([, text]) => text);
  const others = fields.filter(([key]) => !GENERAL.includes(key)).map((field) => field.join(': '));
  const messages = PASSWORD.test(start) ? general : [...general, ...others];
  const text = messages.length > 0 || PASSWORD.test(start) ? messages.join('; ') : textOfPage(start);
  return truncate(sanitizeLine(text).replace(/\s+/gu, ' ').trim(), MAX_DETAIL_LENGTH);
}

function textOfPage(html: string): string {
  return html.replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)|<[^<>]*>/giu, ' ');
}
