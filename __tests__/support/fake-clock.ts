import { type Clock, Deadline } from '../../src/clock.ts';
import type { Context } from '../../src/context.ts';

/** When the time of each test starts, in milliseconds since the epoch. */
export const START_MS = Date.parse('2025-01-16T12:00:00Z');

/** A clock that moves only when something sleeps on that clock, or moves it. */
export class FakeClock implements Clock {
  /** The pauses so far, in milliseconds. */
  readonly pauses: number[] = [];
  /** Called in each pause; it may abort the signal. */
  onPause: () => void = () => {};
  #elapsedMs = 0;

  now(): number {
    return START_MS + this.#elapsedMs;
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  /** Moves without a pause, as during a slow request. */
  advance(ms: number): void {
    this.#elapsedMs += ms;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.pauses.push(ms);
    this.#elapsedMs += ms;
    this.onPause();
    signal.throwIfAborted();
  }
}

/** A context with a fake clock and a random number that is always the same. */
export function createTestContext(random = 0.5) {
  const clock = new FakeClock();
  const abort = new AbortController();
  const context: Context = { clock, random: () => random, signal: abort.signal };
  return { clock, abort, context, deadline: (ms = 3_600_000) => new Deadline(clock, ms) };
}
