/** Gives the pause before the next poll, in milliseconds, from the time waited so far, in milliseconds. */
export type Schedule = (waitedMs: number) => number;

const SHARE = 0.05;
const LEAST_MS = 5000;
const MOST_MS = 15_000;
const JITTER = 0.1;

/**
 * Pauses of 5% of the time waited so far, at least 5 s and at most 15 s, with ±10% jitter (design.md, Waiting).
 * @param random gives numbers from 0 to below 1
 */
export function adaptive(random: () => number): Schedule {
  return (waitedMs) => {
    const pause = Math.min(MOST_MS, Math.max(LEAST_MS, waitedMs * SHARE));
    return pause * (1 + JITTER * (2 * random() - 1));
  };
}

/** The same pause each time, in milliseconds (design.md, input `poll_interval_seconds`). */
export function fixed(pauseMs: number): Schedule {
  return () => pauseMs;
}
