import type { OutgoingHttpHeaders } from 'node:http';
import { Failure, wordsOf } from '../failure.ts';
import type { Http } from '../http/request.ts';
import type { Job } from '../job.ts';
import type { Run } from '../run.ts';
import { cut, plain } from '../text.ts';
import type { RestoreAccount } from './restores.ts';

/** The name under which the status stands on the commit (design.md, input `commit_status`). */
export const STATUS_CONTEXT = 'vps-snapshot/rollback';
/** Longest description that GitHub takes, in characters. */
const LONGEST_DESCRIPTION = 140;
const REQUEST_MS = 10_000;

/** How the rollback stands; `pending` while a restore goes on that was not watched to its end. */
export type CommitState = 'success' | 'failure' | 'pending';

/** Sets the status of the rollback on the commit. @returns why it could not, or nothing */
export type SetCommitStatus = (state: CommitState, description: string) => Promise<string | undefined>;

/**
 * Does the work of a rollback and, with `commit_status`, says on the commit how it ended, also where it could not begin:
 * an older success must not stay there.
 * @throws what the work throws
 */
export async function toldToCommit(account: RestoreAccount, run: Run, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Failure) await tell('failure', error.parts.happened, run);
    throw error;
  }
  const failure = account.failure();
  if (failure) await tell('failure', failure.parts.happened, run);
  else if (account.records.length > 0)
    await tell(account.isBack() ? 'success' : 'pending', account.known().join(' '), run);
}

/** Sets the status, unless it is not asked for; where that cannot be, a notice says why. */
async function tell(state: CommitState, description: string, run: Run): Promise<void> {
  const { inputs, job, runner, setCommitStatus } = run;
  if (!inputs.commit_status || inputs.dry_run) return;
  const trouble = await setCommitStatus(state, description);
  if (trouble === undefined) return;
  runner.annotate(
    'notice',
    `The status ${STATUS_CONTEXT} could not be set on ${job.sha}: ${trouble}\nThe job needs "permissions: statuses: write" for it. The rollback itself is not touched by this.`,
  );
}

/**
 * Sets statuses by Octokit, which is loaded when there is one to set. A missing permission is no failure: the server is
 * back, whatever the commit says.
 * @param send what Octokit sends by: with a deadline, and through a proxy where there is one
 */
export function octokitStatus(token: string, job: Job, send: Http): SetCommitStatus {
  return async (state, description) => {
    try {
      const { getOctokit } = await import(/* webpackMode: "eager" */ '@actions/github');
      const [owner = '', repo = ''] = job.repository.split('/');
      await getOctokit(token, { request: { fetch: fetchBy(send) } }).rest.repos.createCommitStatus({
        owner,
        repo,
        sha: job.sha,
        state,
        context: STATUS_CONTEXT,
        description: cut(plain(description), LONGEST_DESCRIPTION),
        target_url: `${job.serverUrl}/${job.repository}/actions/runs/${job.runId}`,
      });
      return undefined;
    } catch (error) {
      return wordsOf(error);
    }
  };
}

/** What Octokit uses of `fetch`. */
function fetchBy(send: Http) {
  return async (url: string, { headers, body }: { readonly headers: OutgoingHttpHeaders; readonly body: string }) => {
    const answer = await send({ method: 'POST', url, headers, body }, REQUEST_MS);
    return new Response(answer.body || null, {
      status: answer.status,
      headers: { 'content-type': 'application/json' },
    });
  };
}
