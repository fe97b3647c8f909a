/** Gives the pause before the next poll, in milliseconds, from the time waited so far, in milliseconds. */
export type Schedule = (waitedMs: number) => number;

const SHARE = 0.05;
const MIN_MS = 5000;
const MAX_MS = 15_000;
const JITTER = 0.1;

/**
 * Pauses of 5% of the time waited so far, at least 5 s and at most 15 s, with ±10% jitter (docs/contract.md, Retries and
 * polling).
 * @param random gives numbers from 0 to below 1
 */
export function adaptive(random: () => number): Schedule {
  return (waitedMs) => {
    const pauseMs = Math.min(MAX_MS, Math.max(MIN_MS, waitedMs * SHARE));
    return pauseMs * (1 + JITTER * (2 * random() - 1));
  };
}

/** The same pause each time, in milliseconds (docs/contract.md, Inputs, `poll_interval_seconds`). */
export function fixed(pauseMs: number): Schedule {
  return () => pauseMs;
}
