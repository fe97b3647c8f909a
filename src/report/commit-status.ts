import { wordsOf } from '../failure.ts';
import type { Job } from '../job.ts';
import type { Run } from '../run.ts';
import { cut, plain } from '../text.ts';
import type { RestoreAccount } from './restores.ts';

/** The name under which the status stands on the commit (design.md, input `commit_status`). */
export const STATUS_CONTEXT = 'vps-snapshot/rollback';
/** Longest description that GitHub takes, in characters. */
const LONGEST_DESCRIPTION = 140;
const REQUEST_MS = 10_000;

/** Sets the status of the rollback on the commit. @returns why it could not, or nothing */
export type SetCommitStatus = (state: 'success' | 'failure', description: string) => Promise<string | undefined>;

/** Says on the commit how the rollback ended; where that cannot be, in a notice. */
export async function tellCommit(account: RestoreAccount, { runner, setCommitStatus, job }: Run): Promise<void> {
  const failure = account.failure();
  const trouble = await setCommitStatus(
    failure ? 'failure' : 'success',
    failure?.parts.happened ?? account.known().join(' '),
  );
  if (trouble === undefined) return;
  runner.annotate(
    'notice',
    `The status ${STATUS_CONTEXT} could not be set on ${job.sha}: ${trouble}\nThe job needs "permissions: statuses: write" for it. The rollback itself is not touched by this.`,
  );
}

/**
 * Sets statuses by Octokit, which is loaded when there is one to set. A missing permission is no failure: the server is
 * back, whatever the commit says.
 */
export function octokitStatus(token: string, job: Job, cancelled: AbortSignal): SetCommitStatus {
  return async (state, description) => {
    try {
      const { getOctokit } = await import(/* webpackMode: "eager" */ '@actions/github');
      const [owner = '', repo = ''] = job.repository.split('/');
      await getOctokit(token).rest.repos.createCommitStatus({
        owner,
        repo,
        sha: job.sha,
        state,
        context: STATUS_CONTEXT,
        description: cut(plain(description), LONGEST_DESCRIPTION),
        target_url: `${job.serverUrl}/${job.repository}/actions/runs/${job.runId}`,
        request: { signal: AbortSignal.any([AbortSignal.timeout(REQUEST_MS), cancelled]) },
      });
      return undefined;
    } catch (error) {
      return wordsOf(error);
    }
  };
}
