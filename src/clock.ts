import { setTimeout as delay } from 'node:timers/promises';

/** The time source for everything below the entry; passed in, so that tests need no real time. */
export interface Clock {
  /** Wall-clock time in milliseconds since the epoch: for dates that people read and for the age of snapshots. */
  now(): number;
  /** Milliseconds of a clock that never jumps: for durations and timeouts. */
  monotonicMs(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason if the signal is aborted first. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The clocks of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  },
};

/** The point in time at which an operation times out (docs/contract.md, Inputs, `timeout_minutes`). */
export class Deadline {
  readonly timeoutMs: number;
  readonly #clock: Clock;
  readonly #endMs: number;

  constructor(clock: Clock, timeoutMs: number) {
    this.timeoutMs = timeoutMs;
    this.#clock = clock;
    this.#endMs = clock.monotonicMs() + timeoutMs;
  }

  /** Milliseconds that are left: 0, or at least 1, so that no rounding leaves a remainder that never passes. */
  leftMs(): number {
    const leftMs = this.#endMs - this.#clock.monotonicMs();
    return leftMs < 1 ? 0 : leftMs;
  }
}
