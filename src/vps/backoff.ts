import type { Deadline } from '../clock.ts';
import type { Context } from '../context.ts';
import { ApiError } from './errors.ts';
import type { ApiResponse } from './exchange.ts';

const FIRST_DELAY_MS = 1000;
const MAX_DELAY_MS = 30_000;
/** However long the backoff is, one more try starts this long before the deadline, in milliseconds. */
const LAST_TRY_MS = 2000;

/**
 * Exponential backoff with full jitter (docs/contract.md, Retries and polling). It is not from a library because time
 * and randomness must be passed in, and the maintained libraries (p-retry, exponential-backoff, cockatiel) read them
 * themselves.
 * @param retry counts from 0
 * @param random gives numbers from 0 to below 1
 * @returns milliseconds
 */
export function backoffMs(retry: number, random: () => number): number {
  return random() * Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** retry);
}

/**
 * What the header `Retry-After` asks for: seconds, or a date by the clock of the API, which its own `Date` header shows
 * (RFC 9110, section 10.2.3).
 * @returns milliseconds; `undefined` if the header is missing or unreadable
 */
export function retryAfterMs({ headers: { retryAfter, date } }: Pick<ApiResponse, 'headers'>): number | undefined {
  const text = retryAfter?.trim() ?? '';
  if (/^\d{1,9}$/u.test(text)) return Number(text) * 1000;
  const at = parseHttpDate(text);
  const now = parseHttpDate(date?.trim() ?? '');
  return at === undefined || now === undefined ? undefined : Math.max(0, at - now);
}

function parseHttpDate(text: string): number | undefined {
  const ms = /^[A-Z][a-z]{2,8},/u.test(text) && text.length <= 40 ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

/**
 * How long to pause before a request is sent again: the backoff or the API's `Retry-After`, whichever is longer, but no
 * longer than until the last try before the deadline.
 * @param retry counts from 0
 * @returns milliseconds
 * @throws the error itself if no time is left for another try
 */
export function retryDelayMs(error: unknown, retry: number, random: () => number, deadline: Deadline): number {
  const askedMs = error instanceof ApiError ? (error.retryAfterMs ?? 0) : 0;
  const leftMs = deadline.leftMs() - LAST_TRY_MS;
  if (leftMs < 1) throw error;
  return Math.min(leftMs, Math.max(askedMs, backoffMs(retry, random)));
}

/**
 * Pauses before a request is sent again.
 * @throws the error itself if no time is left for another try; the reason for the abort
 */
export async function delayBeforeRetry(
  error: unknown,
  retry: number,
  { clock, random, signal }: Context,
  deadline: Deadline,
): Promise<void> {
  await clock.sleep(retryDelayMs(error, retry, random, deadline), signal);
}
