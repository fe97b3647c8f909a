import type { Clock } from '../../src/clock.ts';

/** When the clock of each test starts, ms epoch. */
export const START = Date.parse('2025-01-16T12:00:00.000Z');

/** A clock that moves only when it is slept on, and then at once. */
export class HandClock implements Clock {
  /** The pauses so far, in milliseconds. */
  readonly slept: number[] = [];
  /** Called after each pause, with the milliseconds since the start; it may abort the signal. */
  whenSlept: (passedMs: number) => void = () => {};
  #now = START;

  now(): number {
    return this.#now;
  }

  /** Milliseconds since the start. */
  passed(): number {
    return this.#now - START;
  }

  /** Moves on without a sleep, as a slow request does. */
  advance(ms: number): void {
    this.#now += ms;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.#now += ms;
    this.slept.push(ms);
    this.whenSlept(this.passed());
    signal.throwIfAborted();
  }
}
