import type { AfterJobInputs } from '../inputs/inputs.ts';

/** What the post step does. */
export type AfterJobDecision =
  | { readonly action: 'none'; readonly message: string }
  | { readonly action: 'warn'; readonly message: string }
  | { readonly action: 'fail'; readonly message: string }
  | { readonly action: 'rollback'; readonly reason: string }
  | { readonly action: 'delete' };

/**
 * What the main step left: `missing` if its state is not there or cannot be read, `unstarted` if it ended before its
 * inputs were known to be valid.
 */
export type MainResult = 'missing' | 'unstarted' | { readonly succeeded: boolean };

const ENDED = {
  success: 'succeeded',
  failure: 'failed',
  cancelled: 'was cancelled',
  unknown: 'ended, but it is unknown how',
} as const;

/**
 * Decides what to do after the job (docs/contract.md, After the job). `rollback_if` decides whatever has happened;
 * `rollback_on` only if the step succeeded, because otherwise nothing was deployed to the server. A rollback that is
 * asked for and cannot be done is a failure.
 */
export function decideAfterJob(inputs: AfterJobInputs, main: MainResult): AfterJobDecision {
  const { mode, dryRun, rollbackIf, rollbackOn, deleteOnSuccess, jobStatus } = inputs;
  const job = `The job ${ENDED[jobStatus]}`;
  if (mode !== 'snapshot' && mode !== 'wait') return none(`${job}; mode ${mode} does nothing after the job.`);
  if (dryRun) return none(`${job}; a dry run does nothing after the job.`);
  if (rollbackIf) return rollBack('rollback_if is true', main);
  if (jobStatus === 'success') return deleteOnSuccess ? deleteOwn(main) : none(`${job}; no post-job action needed.`);
  if (jobStatus === 'unknown') return none(`${job}; only rollback_if would have an effect.`);
  if (rollbackOn.includes(jobStatus)) {
    const reason = `the job ${ENDED[jobStatus]}`;
    if (main === 'missing' || (main !== 'unstarted' && main.succeeded)) return rollBack(reason, main);
    return warn(
      `Not rolling back although ${reason}: this step itself did not succeed, so nothing was deployed after it. If a deploy ran anyway, use its outcome in rollback_if, which rolls back in this case, too.`,
    );
  }
  if (jobStatus === 'cancelled' && rollbackOn.length > 0) {
    return warn(
      'Not rolling back: the job was cancelled or exceeded its timeout-minutes, and rollback_on lists only failure. To roll back in this case, too, set `rollback_on: failure, cancelled`.',
    );
  }
  return none(`${job}; no rollback is configured for this.`);
}

function rollBack(reason: string, main: MainResult): AfterJobDecision {
  if (main === 'missing') {
    const message = `No rollback although ${reason}: the state that this step saved is missing or cannot be read, so its snapshots are unknown.`;
    return { action: 'fail', message };
  }
  if (main === 'unstarted') {
    const message = `No rollback although ${reason}: this step stopped before it took a snapshot.`;
    return { action: 'fail', message };
  }
  return { action: 'rollback', reason };
}

function deleteOwn(main: MainResult): AfterJobDecision {
  if (main === 'missing') {
    return warn(
      "This step's snapshots were not deleted: the state that the step saved is missing or cannot be read, so it is unknown which snapshots it took.",
    );
  }
  if (main === 'unstarted') return none('The step stopped before it took a snapshot, so there is none to delete.');
  return { action: 'delete' };
}

function none(message: string): AfterJobDecision {
  return { action: 'none', message };
}

function warn(message: string): AfterJobDecision {
  return { action: 'warn', message };
}
