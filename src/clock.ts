import { setTimeout as delay } from 'node:timers/promises';

/** Time as the work below the entry sees it, handed in so that a test needs no real time. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Ends after `ms` milliseconds; rejects with the signal's reason when that is aborted first. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  },
};

/** A point in time after which an operation has failed (design.md, input `timeout_minutes`). */
export class Deadline {
  readonly #clock: Clock;
  /** Milliseconds since the epoch. */
  readonly at: number;

  constructor(clock: Clock, ms: number) {
    this.#clock = clock;
    this.at = clock.now() + ms;
  }

  /** Milliseconds left, never below 0. */
  left(): number {
    return Math.max(0, this.at - this.#clock.now());
  }
}
