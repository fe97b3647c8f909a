import type { Clock, Deadline } from '../clock.ts';
import { ApiError, CertificateRefused, NoAnswer, PassingFault, UnreadableAnswer } from './errors.ts';

/** The most times that a GET or a DELETE is sent again (design.md, Errors and retries). */
const MOST_RETRIES = 5;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
const RETRIED = [408, 429, 500, 502, 503, 504];

/**
 * Exponential backoff with full jitter (design.md, Errors and retries), our own because it needs time and randomness
 * handed in, which the kept libraries for it (p-retry, exponential-backoff, cockatiel) read themselves.
 * @param retry counts from 0
 * @param random gives numbers from 0 to below 1
 * @returns milliseconds
 */
export function backoff(retry: number, random: () => number): number {
  return random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** retry);
}

/**
 * Milliseconds that the header `Retry-After` asks for: seconds, or a date (RFC 9110, section 10.2.3).
 * @param now milliseconds since the epoch
 * @returns `undefined` where the header is missing or cannot be read
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/u.test(text)) return Number(text) * 1000;
  const date = /^[A-Z][a-z]{2},/u.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** True for what may be otherwise the next time: a broken connection, an answer cut short, 408, 429 and most 5xx. */
export function passes(error: unknown): boolean {
  if (error instanceof PassingFault) return RETRIED.includes(error.status);
  if (error instanceof CertificateRefused) return false;
  return error instanceof NoAnswer || error instanceof UnreadableAnswer;
}

/** What waiting takes: time, randomness, and the signal of a cancelled job. */
export interface Patience {
  readonly clock: Clock;
  readonly random: () => number;
  readonly cancelled: AbortSignal;
}

/**
 * Pauses before a request is sent again, for as long as backoff and the API's `Retry-After` ask.
 * @throws the error itself where the pause would outlast the deadline
 */
export async function pauseBeforeRetry(
  error: unknown,
  retry: number,
  { clock, random, cancelled }: Patience,
  deadline: Deadline,
): Promise<void> {
  const asked = error instanceof ApiError ? (error.retryAfterMs ?? 0) : 0;
  const pause = Math.max(asked, backoff(retry, random));
  if (pause >= deadline.left()) throw error;
  await clock.sleep(pause, cancelled);
}

/**
 * Sends a GET or a DELETE again while its error is one that passes.
 * @param call sends the request once; it gets the number of the retry, from 0
 * @throws the last error
 */
export async function retrying<Result>(
  call: (retry: number) => Promise<Result>,
  patience: Patience,
  deadline: Deadline,
): Promise<Result> {
  for (let retry = 0; ; retry += 1) {
    try {
      return await call(retry);
    } catch (error) {
      if (retry === MOST_RETRIES || !passes(error)) throw error;
      await pauseBeforeRetry(error, retry, patience, deadline);
    }
  }
}
