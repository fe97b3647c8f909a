import type { Deadline } from '../clock.ts';
import type { Context } from '../context.ts';
import { ApiError, isTransient } from '../vps/errors.ts';
import { isMisdirected, MAX_MISDIRECTED } from '../vps/with-retry.ts';
import type { Schedule } from './schedule.ts';

/** The log shows a sign of life this often (docs/contract.md, Log and summary). */
const PROGRESS_MS = 30_000;
/**
 * After a misdirected response the next poll is no sooner than this, in milliseconds: a proxy needs a moment, however
 * short the polls are.
 */
const MISDIRECTED_MS = 1000;

/** When a reading was made, in milliseconds since its waiter started to wait. */
export interface ReadingTimes {
  readonly waitedMs: number;
  /** When it was requested: a slow response is no younger than that. */
  readonly requestedMs: number;
}

/** What is polled. */
export interface PollerOptions<Reading> {
  /** Reads once, without retries. */
  readonly read: (deadline: Deadline) => Promise<Reading>;
  readonly schedule: Schedule;
  /** Called about every 30 s with the time waited so far, in milliseconds. */
  readonly onProgress: (waitedMs: number) => void;
  /** Called for an error that does not end the wait. */
  readonly onError: (error: unknown) => void;
}

interface Waiter<Reading> {
  readonly isDone: (reading: Reading, times: ReadingTimes) => boolean;
  readonly deadline: Deadline;
  readonly joinedMs: number;
  nextReadMs: number;
  readonly resolve: (isDone: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Polls for as many waiters as there are: each reading serves them all, and each has its own timeout (docs/contract.md,
 * Retries and polling). A poll is one reading, never repeated: the next poll is the retry, and `Retry-After` delays it.
 */
export class Poller<Reading> {
  readonly #options: PollerOptions<Reading>;
  readonly #context: Context;
  readonly #waiters = new Set<Waiter<Reading>>();
  #isRunning = false;
  #wake = new AbortController();
  #misdirected = 0;

  constructor(options: PollerOptions<Reading>, context: Context) {
    this.#options = options;
    this.#context = context;
  }

  /**
   * Waits until a reading satisfies `isDone`.
   * @returns false if the deadline passes first
   * @throws errors of the API that are not transient, 401 and 403 among them; the reason for the abort
   */
  async until(isDone: Waiter<Reading>['isDone'], deadline: Deadline): Promise<boolean> {
    return await new Promise((resolve, reject) => {
      const joinedMs = this.#context.clock.monotonicMs();
      const nextReadMs = joinedMs + this.#options.schedule(0);
      this.#waiters.add({ isDone, deadline, joinedMs, nextReadMs, resolve, reject });
      if (this.#isRunning) this.#wake.abort();
      else void this.#run();
    });
  }

  async #run(): Promise<void> {
    const { clock } = this.#context;
    const startedMs = clock.monotonicMs();
    let nextProgressMs = PROGRESS_MS;
    this.#isRunning = true;
    try {
      while (this.#waiters.size > 0) {
        const due = await this.#sleepUntilDue(startedMs + nextProgressMs);
        if (due === 'poll') await this.#poll();
        const waitedMs = clock.monotonicMs() - startedMs;
        if (this.#waiters.size > 0 && (due === 'progress' || waitedMs >= nextProgressMs)) {
          this.#options.onProgress(waitedMs);
          // A timer can end a moment early.
          const shownMs = Math.max(waitedMs, nextProgressMs);
          nextProgressMs = shownMs - (shownMs % PROGRESS_MS) + PROGRESS_MS;
        }
      }
    } catch (error) {
      for (const waiter of this.#waiters) waiter.reject(error);
      this.#waiters.clear();
    } finally {
      this.#isRunning = false;
    }
  }

  /**
   * @param progressMs when the next sign of life is due, however long the pause before the next poll is
   * @returns what is due then; `undefined` if a new waiter has changed it
   */
  async #sleepUntilDue(progressMs: number): Promise<'poll' | 'progress' | undefined> {
    const { clock, signal } = this.#context;
    const nowMs = clock.monotonicMs();
    const pollMs = Math.min(
      ...[...this.#waiters].map(({ nextReadMs, deadline }) => Math.min(nextReadMs, nowMs + deadline.leftMs())),
    );
    this.#wake = new AbortController();
    try {
      const pauseMs = Math.max(0, Math.min(pollMs, progressMs) - nowMs);
      await clock.sleep(pauseMs, AbortSignal.any([signal, this.#wake.signal]));
      return pollMs <= progressMs ? 'poll' : 'progress';
    } catch (error) {
      signal.throwIfAborted();
      if (this.#wake.signal.aborted) return undefined;
      throw error;
    }
  }

  async #poll(): Promise<void> {
    const { clock, signal } = this.#context;
    const requestedMs = clock.monotonicMs();
    let retryAfterMs = 0;
    try {
      const reading = await this.#options.read(this.#firstDeadline());
      this.#misdirected = 0;
      this.#serve(reading, requestedMs);
    } catch (error) {
      signal.throwIfAborted();
      if (!this.#isTolerated(error)) throw error;
      const minMs = this.#misdirected > 0 ? MISDIRECTED_MS : 0;
      retryAfterMs = Math.max(minMs, error instanceof ApiError ? (error.retryAfterMs ?? 0) : 0);
      this.#options.onError(error);
    }
    const nowMs = clock.monotonicMs();
    for (const waiter of this.#waiters) {
      waiter.nextReadMs = nowMs + Math.max(retryAfterMs, this.#options.schedule(nowMs - waiter.joinedMs));
      if (waiter.deadline.leftMs() === 0) this.#settle(waiter, false);
    }
  }

  #serve(reading: Reading, requestedMs: number): void {
    const nowMs = this.#context.clock.monotonicMs();
    for (const waiter of this.#waiters) {
      const { isDone, joinedMs } = waiter;
      // A reading that was requested before the wait started proves nothing for it.
      if (requestedMs < joinedMs) continue;
      const times = { waitedMs: nowMs - joinedMs, requestedMs: requestedMs - joinedMs };
      if (isDone(reading, times)) this.#settle(waiter, true);
    }
  }

  #settle(waiter: Waiter<Reading>, isDone: boolean): void {
    this.#waiters.delete(waiter);
    waiter.resolve(isDone);
  }

  #isTolerated(error: unknown): boolean {
    this.#misdirected = isMisdirected(error) ? this.#misdirected + 1 : 0;
    return isTransient(error) || (this.#misdirected > 0 && this.#misdirected <= MAX_MISDIRECTED);
  }

  /** A reading ends with the deadline that comes first; the others have the next one. */
  #firstDeadline(): Deadline {
    const [first, ...rest] = [...this.#waiters].map(({ deadline }) => deadline);
    if (!first) throw new Error('A poll needs a waiter');
    return rest.reduce((earliest, deadline) => (deadline.leftMs() < earliest.leftMs() ? deadline : earliest), first);
  }
}
