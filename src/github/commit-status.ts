import type { OutgoingHttpHeaders } from 'node:http';
import { errorMessage } from '../errors.ts';
import type { Http } from '../http/request.ts';
import { sanitizeLine, truncate } from '../text.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** The name of the status on the commit (docs/contract.md, Inputs, `commit_status`). */
export const STATUS_CONTEXT = 'vps-snapshot/rollback';
/** Longest description that GitHub takes, in characters. */
const MAX_DESCRIPTION_LENGTH = 140;
const REQUEST_MS = 10_000;
const MAX_RESPONSE_BYTES = 1024 * 1024;

/** How the rollback went; `pending` if a restore was accepted but its end was not seen. */
export type CommitState = 'success' | 'failure' | 'pending';

/** Sets the status of the rollback on the commit. @returns why it could not be set, or nothing */
export type CommitStatusSetter = (state: CommitState, description: string) => Promise<string | undefined>;

/**
 * Sets statuses with Octokit, which is loaded only if there is one to set. It never throws: whatever the commit says, the
 * server was rolled back.
 * @param token of the workflow; empty: nothing is sent
 * @param http sends with a timeout, and through a proxy if there is one
 * @param redact replaces the secrets in the description, which the runner's masks do not reach
 */
export function createOctokitStatusSetter(
  token: string,
  run: WorkflowRun,
  http: Http,
  redact: (text: string) => string,
): CommitStatusSetter {
  return async (state, description) => {
    if (token === '') return 'github_token is empty.';
    try {
      const { getOctokit } = await import('@actions/github');
      const [owner = '', repo = ''] = run.repository.split('/');
      const { status } = await getOctokit(token, {
        request: { fetch: createFetch(http) },
      }).rest.repos.createCommitStatus({
        owner,
        repo,
        sha: run.sha,
        state,
        context: STATUS_CONTEXT,
        description: truncate(redact(sanitizeLine(redact(description))), MAX_DESCRIPTION_LENGTH),
        target_url: run.runUrl,
      });
      // Octokit treats a redirect as success, but none is followed.
      return Number(status) === 201 ? undefined : `GitHub returned ${status}.`;
    } catch (error) {
      return redact(errorMessage(error));
    }
  };
}

/** The parts of `fetch` that Octokit uses. */
function createFetch(http: Http) {
  return async (url: string, { headers, body }: { readonly headers: OutgoingHttpHeaders; readonly body: string }) => {
    const request = { method: 'POST', url, headers, body } as const;
    const response = await http(request, REQUEST_MS, { maxBytes: MAX_RESPONSE_BYTES });
    return new Response(response.body || null, {
      status: response.status,
      headers: { 'content-type': 'application/json' },
    });
  };
}
