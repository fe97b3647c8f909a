import * as v from 'valibot';
import { cut, plain } from '../text.ts';
import type { Answer, Exchange } from './transport.ts';

/** Longest part of an answer that is repeated in an error, in characters. */
const LONGEST_WORDS = 300;

/** The request as a person names it, such as `POST /snapshots/`; without query, host or body. */
export function requestName({ method, path }: Pick<Exchange, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

/** The API answered with an error: its status, its own words, and one next step. */
export abstract class ApiError extends Error {
  abstract readonly nextStep: string;
  readonly status: number;
  readonly words: string;
  /** Milliseconds after which the API wants to be asked again, where it said so. */
  readonly retryAfterMs: number | undefined;

  constructor(exchange: Exchange, answer: Answer, retryAfterMs?: number) {
    const words = wordsOfAnswer(answer.body);
    super(`${requestName(exchange)} was answered ${answer.status}${words && `: ${words}`}`);
    this.name = new.target.name;
    this.status = answer.status;
    this.words = words;
    this.retryAfterMs = retryAfterMs;
  }
}

/** 400: the parameters are invalid, the limit is reached, or the server is in no state for it. */
export class BadRequest extends ApiError {
  readonly nextStep = 'Read the words of the API above and mend what they name.';
}

/** 401: the token is missing, wrong or revoked. */
export class Unauthorized extends ApiError {
  readonly nextStep =
    'Check api_token: a token of this VPS.org account, still active. Secrets are not handed to workflows of forks.';
}

/** 403: the token lacks the permission. */
export class Forbidden extends ApiError {
  readonly nextStep = 'Give the token the permission for this call, or use one that has it.';
}

/** 404: there is no such thing for this token. */
export class NotFound extends ApiError {
  readonly nextStep = 'Check the id, and that the token belongs to the account that owns it.';
}

/** 408, 429 and 5xx: a fault that passes. */
export class PassingFault extends ApiError {
  readonly nextStep = 'The API is busy or in trouble; run the job again later.';
}

/** A redirect, which is not followed: it would repeat or change the request elsewhere. */
export class Redirected extends ApiError {
  readonly nextStep = 'Check api_url: the API must answer there itself, without a redirect.';
}

/** Any other status. */
export class UnexpectedStatus extends ApiError {
  readonly nextStep = 'Check api_url: this is not an answer that the VPS.org API gives.';
}

/** No answer came: the connection failed, broke, or the time ran out. */
export class NoAnswer extends Error {
  readonly nextStep: string = 'Check that the runner reaches api_url, then run the job again.';
  /** False where the request surely never reached the API, so that nothing can have been carried out. */
  readonly sent: boolean;

  constructor(exchange: Exchange, reason: string, sent: boolean, cause?: unknown) {
    super(`${requestName(exchange)} got no answer: ${reason}`, { cause });
    this.name = new.target.name;
    this.sent = sent;
  }
}

/** The API's certificate is not accepted: nothing was sent, and asking again does not help. */
export class CertificateRefused extends NoAnswer {
  override readonly nextStep =
    'Check the certificate of api_url; a company proxy needs its authority in NODE_EXTRA_CA_CERTS.';

  constructor(exchange: Exchange, code: string, cause: unknown) {
    super(exchange, `its certificate is not accepted (${code})`, false, cause);
  }
}

/** A good status with a body that is not what the API gives: cut, a proxy's page, another shape, too large. */
export class UnreadableAnswer extends Error {
  readonly nextStep = 'Check api_url and any proxy between; if both are right, the API has changed.';

  constructor(exchange: Exchange, reason: string) {
    super(`${requestName(exchange)} got an answer that cannot be read: ${reason}`);
    this.name = 'UnreadableAnswer';
  }
}

/** Everything that a call of the API can end with besides its result. */
export type CallError = ApiError | NoAnswer | UnreadableAnswer;

/** Tells the API's errors from those of this code. */
export function isCallError(error: unknown): error is CallError {
  return error instanceof ApiError || error instanceof NoAnswer || error instanceof UnreadableAnswer;
}

/** True for 401 and 403: asking again does not help. */
export function isRefusal(error: unknown): error is Unauthorized | Forbidden {
  return error instanceof Unauthorized || error instanceof Forbidden;
}

const PASSING = [408, 429];

/** The error for an answer whose status is none of success. */
export function errorFor(exchange: Exchange, answer: Answer, retryAfterMs?: number): ApiError {
  const { status } = answer;
  if (status === 400) return new BadRequest(exchange, answer);
  if (status === 401) return new Unauthorized(exchange, answer);
  if (status === 403) return new Forbidden(exchange, answer);
  if (status === 404) return new NotFound(exchange, answer);
  if (status >= 300 && status < 400) return new Redirected(exchange, answer);
  if (status >= 500 || PASSING.includes(status)) return new PassingFault(exchange, answer, retryAfterMs);
  return new UnexpectedStatus(exchange, answer);
}

const Words = v.union([
  v.string(),
  v.pipe(
    v.array(v.string()),
    v.transform((all) => all.join(' ')),
  ),
]);
const ErrorBody = v.record(v.string(), v.fallback(Words, ''));
const GENERAL = ['detail', 'error', 'message'];

/**
 * The API's own words in the body of an error, on one line: `detail`, `error`, `message` or fields of Django REST
 * framework, plain text, or the text of an HTML page (vps-api.md, Not documented).
 */
function wordsOfAnswer(body: string): string {
  const said = v.safeParse(v.pipe(v.string(), v.parseJson(), ErrorBody), body);
  const entries = said.success ? Object.entries(said.output).filter(([, text]) => text !== '') : [];
  const general = entries.filter(([key]) => GENERAL.includes(key)).map(([, text]) => text);
  const words =
    entries.length > 0
      ? [...general, ...entries.filter(([key]) => !GENERAL.includes(key)).map((entry) => entry.join(': '))]
      : [body.replace(/<(script|style)\b[\s\S]*?<\/\1\s*>|<[^>]*>/giu, ' ')];
  return cut(plain(words.join('; ')).replace(/\s+/gu, ' ').trim(), LONGEST_WORDS);
}
