import type { Inputs } from '../inputs/inputs.ts';

/** What the post step does. */
export type AfterJobDecision =
  | { readonly action: 'none'; readonly message: string }
  | { readonly action: 'warn'; readonly message: string }
  | { readonly action: 'rollback'; readonly reason: string }
  | { readonly action: 'delete' };

/** What the main step left. */
export interface MainResult {
  /** It ended well: every server has what was asked for. */
  readonly succeeded: boolean;
}

const ENDED = { success: 'succeeded', failure: 'failed', cancelled: 'was cancelled' } as const;

/**
 * Decides what to do after the job (docs/contract.md, After the job). `rollback_if` decides whatever has happened;
 * `rollback_on` only if the step ended well, because otherwise nothing was deployed to the server.
 */
export function decideAfterJob(
  inputs: Pick<Inputs, 'mode' | 'dryRun' | 'rollbackIf' | 'rollbackOn' | 'deleteOnSuccess' | 'jobStatus'>,
  { succeeded }: MainResult,
): AfterJobDecision {
  const { mode, dryRun, rollbackIf, rollbackOn, deleteOnSuccess, jobStatus } = inputs;
  const job = `The job ${ENDED[jobStatus]}`;
  if (mode !== 'snapshot' && mode !== 'wait') return none(`${job}; mode ${mode} does nothing after the job.`);
  if (dryRun) return none(`${job}; a dry run does nothing after the job.`);
  if (rollbackIf) return { action: 'rollback', reason: 'rollback_if is true' };
  if (jobStatus === 'success') {
    return deleteOnSuccess ? { action: 'delete' } : none(`${job}; no post-job action needed.`);
  }
  if (rollbackOn.includes(jobStatus)) {
    if (succeeded) return { action: 'rollback', reason: `the job ${ENDED[jobStatus]}` };
    return {
      action: 'warn',
      message: `Not rolling back although the job ${ENDED[jobStatus]}: this step itself did not succeed, so nothing was deployed after it. If a deploy ran anyway, name its outcome in rollback_if, which rolls back in this case too.`,
    };
  }
  if (jobStatus === 'cancelled' && rollbackOn.length > 0) {
    return {
      action: 'warn',
      message:
        'Not rolling back: the job was cancelled or ran into its timeout-minutes, and rollback_on lists only failure. To roll back in this case too, set `rollback_on: failure, cancelled`.',
    };
  }
  return none(`${job}; no rollback was requested for that.`);
}

function none(message: string): AfterJobDecision {
  return { action: 'none', message };
}
