/** The next steps that the errors about a snapshot name: they depend on what the snapshot is for. */
export interface NextSteps {
  /** How to get another one if it has failed or disappeared; it follows `…, then `. */
  readonly takeAnother: string;
  /** If it is still in progress at the timeout. */
  readonly afterTimeout: string;
  /** If it is unknown whether it was started. */
  readonly ifUnknown: string;
}

/** For a step with `on_rerun: reuse`. */
export const REUSED_ON_RERUN: NextSteps = {
  takeAnother: 're-run the job to take a new snapshot',
  afterTimeout:
    'Wait until the snapshot has completed, then re-run the job: this step reuses it if it is less than 2 h old. For a slow server, increase timeout_minutes.',
  ifUnknown: 'Re-run the job: this step reuses the snapshot if it exists, and otherwise creates one.',
};

/** For a step with `on_rerun: create`. */
export const CREATED_ON_RERUN: NextSteps = {
  takeAnother: 're-run the job to take a new snapshot',
  afterTimeout:
    'Wait until the snapshot has completed, then re-run the job to take another. For a slow server, increase timeout_minutes.',
  ifUnknown: 'Check in the VPS.org control panel whether it exists, then re-run the job to take another.',
};

/** For `mode: wait`, which creates none. */
export const TAKEN_EARLIER: NextSteps = {
  ...CREATED_ON_RERUN,
  takeAnother: 'run the whole workflow again ("Re-run all jobs") to take a new snapshot',
  afterTimeout:
    'Wait until the snapshot has completed, then re-run the job. For a slow server, increase timeout_minutes.',
};

/** For a safety snapshot, which no re-run reuses. */
export const BEFORE_ROLLING_BACK: NextSteps = {
  takeAnother: 're-run the rollback',
  afterTimeout: 'Wait until it has completed or delete it, then re-run the rollback.',
  ifUnknown:
    'Check in the VPS.org control panel whether it exists; wait until it has completed or delete it, then re-run the rollback.',
};
