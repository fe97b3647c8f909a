import type { Http } from './http/request.ts';
import type { Inputs } from './inputs/inputs.ts';
import type { Job } from './job.ts';
import type { SetCommitStatus } from './report/commit-status.ts';
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
  /** For the health check, which asks another server than the API. */
  readonly http: Http;
  /** Sets a status on the commit, by GitHub's API. */
  readonly setCommitStatus: SetCommitStatus;
  readonly schedule: Schedule;
}
