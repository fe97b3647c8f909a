import type { Clock } from './clock.ts';

/** What waiting and retrying need: time, randomness, and the signal of a cancelled job. */
export interface Context {
  readonly clock: Clock;
  /** Numbers from 0 to below 1. */
  readonly random: () => number;
  /** Aborted when the runner cancels the job; its reason is thrown then. */
  readonly signal: AbortSignal;
}
