import type { Inputs } from './inputs/inputs.ts';
import type { Job } from './job.ts';
import type { Runner } from './report/runner.ts';
import type { VpsClient } from './vps/client.ts';
import type { Patience } from './vps/retry.ts';
import type { Schedule } from './waiting/schedule.ts';

/** Everything a mode works with. Time, randomness and transport come from the entry, or from a test. */
export interface Run extends Patience {
  readonly inputs: Inputs;
  readonly job: Job;
  readonly api: VpsClient;
  readonly runner: Runner;
  readonly schedule: Schedule;
}

/**
 * Does a piece of work, but no longer than until the job is cancelled, whatever the work is waiting for.
 * @throws what the work throws; the reason of the abort
 */
export async function untilCancelled<Result>(work: Promise<Result>, cancelled: AbortSignal): Promise<Result> {
  return await new Promise((resolve, reject) => {
    const end = () => reject(cancelled.reason);
    if (cancelled.aborted) end();
    cancelled.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => cancelled.removeEventListener('abort', end));
  });
}
