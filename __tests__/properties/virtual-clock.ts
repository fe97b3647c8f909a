import type { Clock } from '../../src/clock.ts';

interface Timer {
  readonly atMs: number;
  readonly ring: () => void;
}

/** A clock that moves only when everything waits for it: then it jumps to the next timer. */
export class VirtualClock implements Clock {
  #nowMs = Date.parse('2026-03-01T12:00:00Z');
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        this.#timers.delete(timer);
        signal.removeEventListener('abort', abort);
        settle();
      };
      const abort = () => end(() => reject(signal.reason));
      // As a timer of Node does, it takes 1 ms at least: otherwise a remainder below the precision of a number would
      // never pass.
      const timer = { atMs: this.#nowMs + Math.max(1, ms), ring: () => end(resolve) };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener('abort', abort);
      this.#timers.add(timer);
    });
  }

  /** Lets time pass. */
  async pass(ms: number): Promise<void> {
    await this.sleep(ms, new AbortController().signal);
  }

  /**
   * Lets time pass until the work is done.
   * @throws Error if the work waits for something that no time will bring; what the work throws
   */
  async until(work: Promise<void>): Promise<void> {
    let isOver = false;
    work.finally(() => (isOver = true)).catch(() => undefined);
    for (;;) {
      // Everything that needs no time is done before time passes.
      await new Promise(setImmediate);
      if (isOver) return await work;
      const next = this.#next();
      if (!next) throw new Error('The work waits for something that no time will bring.');
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.ring();
    }
  }

  #next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) if (!first || timer.atMs < first.atMs) first = timer;
    return first;
  }
}
