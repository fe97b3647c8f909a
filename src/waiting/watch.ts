import type { Deadline } from '../clock.ts';
import { ApiError } from '../vps/errors.ts';
import { type Patience, passes } from '../vps/retry.ts';
import type { Schedule } from './schedule.ts';

/** The log shows a sign of life this often (design.md, Waiting). */
const PROGRESS_MS = 30_000;

/** What is polled, and what becomes of the answers. */
export interface Watch<Reading> {
  /** Asks the API once. */
  readonly read: () => Promise<Reading>;
  /**
   * Takes an answer in; true ends the wait.
   * @param waitedMs the time waited so far
   * @param askedMs the time waited when it was asked for: a slow answer is no younger than that
   */
  readonly judge: (reading: Reading, waitedMs: number, askedMs: number) => boolean;
  /** Called about every 30 s of waiting. */
  readonly progress: (waitedMs: number) => void;
  /** Called for an error that does not end the wait. */
  readonly disturbed: (error: unknown) => void;
}

/**
 * Polls until the judge is content or the deadline has passed. Errors that pass do not end the wait, those that asking
 * again does not help (401 and 403 among them) do (design.md, Waiting). Each poll is one request, never repeated: the next poll is
 * the repetition, and `Retry-After` puts it off.
 * @returns whether the judge ended the wait; false when the deadline did
 * @throws errors of the API that do not pass; the reason of the abort when the job is cancelled
 */
export async function watch<Reading>(
  { read, judge, progress, disturbed }: Watch<Reading>,
  schedule: Schedule,
  { clock, cancelled }: Patience,
  deadline: Deadline,
): Promise<boolean> {
  const began = clock.now();
  let nextProgress = PROGRESS_MS;
  let asked = 0;
  for (;;) {
    const left = deadline.left();
    if (left === 0) return false;
    await clock.sleep(Math.min(left, Math.max(asked, schedule(clock.now() - began))), cancelled);
    asked = 0;
    try {
      const askedMs = clock.now() - began;
      const reading = await read();
      if (judge(reading, clock.now() - began, askedMs)) return true;
    } catch (error) {
      if (!passes(error)) throw error;
      asked = error instanceof ApiError ? (error.retryAfterMs ?? 0) : 0;
      disturbed(error);
    }
    const waited = clock.now() - began;
    if (waited >= nextProgress) {
      progress(waited);
      nextProgress = waited - (waited % PROGRESS_MS) + PROGRESS_MS;
    }
  }
}
