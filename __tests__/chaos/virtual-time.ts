import type { Clock } from '../../src/clock.ts';

interface Timer {
  readonly at: number;
  readonly ring: () => void;
}

/** Time that passes only when everything waits for it: then it leaps to the next timer. */
export class VirtualTime implements Clock {
  #now = Date.parse('2026-03-01T12:00:00Z');
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        this.#timers.delete(timer);
        signal.removeEventListener('abort', abort);
        settle();
      };
      const abort = () => end(() => reject(signal.reason));
      const timer = { at: this.#now + Math.max(0, ms), ring: () => end(resolve) };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener('abort', abort);
      this.#timers.add(timer);
    });
  }

  /** Does something at a later time, in ms from now. */
  at(ms: number, ring: () => void): void {
    const timer = {
      at: this.#now + ms,
      ring: () => {
        this.#timers.delete(timer);
        ring();
      },
    };
    this.#timers.add(timer);
  }

  /**
   * Lets time pass until the work is over.
   * @throws Error when the work waits for something that no time will bring
   */
  async until(work: Promise<void>): Promise<void> {
    let over = false;
    work.finally(() => (over = true)).catch(() => undefined);
    for (;;) {
      // Everything that needs no time is done before time passes.
      await new Promise(setImmediate);
      if (over) return await work;
      const next = [...this.#timers].sort((a, b) => a.at - b.at)[0];
      if (!next) throw new Error('The work waits for something that no time will bring.');
      this.#now = Math.max(this.#now, next.at);
      next.ring();
    }
  }

  /** Drops all timers, for the next piece of work. */
  clear(): void {
    this.#timers.clear();
  }
}
