import { readFileSync, statSync } from 'node:fs';
import * as v from 'valibot';
import { ActionError } from '../errors.ts';
import { truncate } from '../text.ts';

/** The variables that the runner gives the step. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The facts about the workflow run that snapshot names and markers are made of. */
export interface WorkflowRun {
  /** `owner/name`. */
  readonly repository: string;
  /** The number that stays with a repository when it is renamed; empty if the runner gives none. */
  readonly repositoryId: string;
  /** URL of the GitHub server, such as `https://github.com`. */
  readonly serverUrl: string;
  /** The commit that is deployed (docs/contract.md, Names of commits). */
  readonly sha: string;
  /** The branch or tag of that commit, without `refs/heads/` or `refs/tags/`. */
  readonly ref: string;
  /** Digits; `0` if the runner gives none. */
  readonly runId: string;
  readonly runNumber: string;
  /** Counts from 1; a re-run has the next. `undefined` if the runner gives none. */
  readonly attempt: number | undefined;
  /** The file of the workflow, such as `deploy.yml`; its name if the runner does not provide the file. */
  readonly workflow: string;
  /** The id of the job in the workflow file. */
  readonly job: string;
  /** Tells the legs of a matrix apart. */
  readonly jobIndex: string;
  /** The runner's name for the step: different for each step of a job, but shared within a composite action. */
  readonly action: string;
  /** What a workflow writes after `uses:` for this action. */
  readonly uses: string;
  /** URL of the page of the run. */
  readonly runUrl: string;
}

/** GitHub's own limit for the payload of an event is 25 MB. */
const MAX_EVENT_BYTES = 32 * 1024 * 1024;
const MAX_TEXT_LENGTH = 500;
const DEFAULT_SERVER_URL = 'https://github.com';

/** The text of a variable, trimmed and bounded. */
const Text = v.pipe(
  v.optional(v.string(), ''),
  v.transform((text) => truncate(text.trim(), MAX_TEXT_LENGTH)),
);
const Digits = v.fallback(v.pipe(v.string(), v.regex(/^\d{1,20}$/u)), '');
const Attempt = v.fallback(v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,8}$/u), v.transform(Number))), undefined);
const ServerUrl = v.fallback(
  v.pipe(
    v.string(),
    v.regex(/^https?:\/\/[^\s'"<>]{1,300}$/u),
    v.transform((url) => url.replace(/\/$/u, '')),
  ),
  DEFAULT_SERVER_URL,
);

const Variables = v.object({
  GITHUB_REPOSITORY: v.pipe(v.string(), v.regex(/^[\w.-]{1,100}\/[\w.-]{1,200}$/u)),
  GITHUB_REPOSITORY_ID: Digits,
  GITHUB_SERVER_URL: ServerUrl,
  GITHUB_SHA: Text,
  GITHUB_REF: Text,
  GITHUB_RUN_ID: Digits,
  GITHUB_RUN_NUMBER: Digits,
  GITHUB_RUN_ATTEMPT: Attempt,
  GITHUB_WORKFLOW: Text,
  GITHUB_WORKFLOW_REF: Text,
  GITHUB_JOB: Text,
  GITHUB_ACTION: Text,
  GITHUB_ACTION_REPOSITORY: Text,
  GITHUB_ACTION_REF: Text,
  GITHUB_EVENT_NAME: Text,
  GITHUB_EVENT_PATH: v.optional(v.string(), ''),
});
type Variables = v.InferOutput<typeof Variables>;

const Sha = v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/iu));
const Branch = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.transform((name) => truncate(name, MAX_TEXT_LENGTH)),
);

/** The fields of an event that identify the commit. */
const MergedEvent = v.object({
  pull_request: v.object({ merged: v.literal(true), merge_commit_sha: Sha, base: v.object({ ref: Branch }) }),
});
const PullRequestEvent = v.object({ pull_request: v.object({ head: v.object({ sha: Sha, ref: Branch }) }) });
const WorkflowRunEvent = v.object({
  workflow_run: v.object({ head_sha: Sha, head_branch: v.nullish(v.string(), '') }),
});

/** A commit, and the branch or tag that it stands for. */
interface Commit {
  readonly sha: string;
  readonly ref: string;
}

const EventCommit = v.union([
  v.pipe(
    MergedEvent,
    v.transform(({ pull_request: { merge_commit_sha: sha, base } }): Commit => ({ sha, ref: base.ref })),
  ),
  v.pipe(
    PullRequestEvent,
    v.transform(({ pull_request: { head } }): Commit => ({ sha: head.sha, ref: head.ref })),
  ),
  v.pipe(
    WorkflowRunEvent,
    v.transform(
      ({ workflow_run }): Commit => ({
        sha: workflow_run.head_sha,
        ref: truncate(workflow_run.head_branch, MAX_TEXT_LENGTH),
      }),
    ),
  ),
]);

/**
 * Reads the facts of the run from the variables that the runner sets and, if the event may be about a commit other than
 * the run's own, from the event's file. `@actions/github` would do it too, but it is the largest part of the bundle.
 * @param rawJobIndex the input `job_index`
 * @throws ActionError if there is no repository
 */
export function readWorkflowRun(environment: Environment, rawJobIndex: string): WorkflowRun {
  const read = v.safeParse(Variables, environment);
  if (!read.success) {
    throw new ActionError({
      summary: 'GITHUB_REPOSITORY is not set to "owner/name".',
      state: 'No request was sent.',
      hint: 'Run the action in a workflow: the runner sets this variable. With act, add a GitHub remote "origin".',
    });
  }
  const variables = read.output;
  const repository = variables.GITHUB_REPOSITORY;
  const serverUrl = variables.GITHUB_SERVER_URL;
  const runId = variables.GITHUB_RUN_ID === '' ? '0' : variables.GITHUB_RUN_ID;
  return {
    ...(eventCommit(variables) ?? { sha: variables.GITHUB_SHA, ref: shortRef(variables.GITHUB_REF) }),
    repository,
    repositoryId: variables.GITHUB_REPOSITORY_ID,
    serverUrl,
    runId,
    runNumber: variables.GITHUB_RUN_NUMBER,
    attempt: variables.GITHUB_RUN_ATTEMPT,
    workflow: workflowFile(variables.GITHUB_WORKFLOW_REF) ?? variables.GITHUB_WORKFLOW,
    job: variables.GITHUB_JOB,
    jobIndex: truncate(rawJobIndex.trim(), 20),
    action: variables.GITHUB_ACTION,
    uses: usesOf(variables),
    runUrl: `${serverUrl}/${repository}/actions/runs/${runId}`,
  };
}

/** The commit that the event is about; `undefined` if that is the run's own, or the event cannot be read. */
function eventCommit({ GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: path }: Variables): Commit | undefined {
  if (!event.startsWith('pull_request') && event !== 'workflow_run') return undefined;
  try {
    const stats = statSync(path);
    if (!stats.isFile() || stats.size > MAX_EVENT_BYTES) return undefined;
    return v.parse(EventCommit, JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

function shortRef(ref: string): string {
  return ref.replace(/^refs\/(?:heads\/|tags\/)?/u, '');
}

/** The file in `owner/name/.github/workflows/deploy.yml@refs/heads/main`. */
function workflowFile(workflowRef: string): string | undefined {
  return /^[^@]{1,400}\/([^/@]+)@/u.exec(workflowRef)?.[1];
}

/** An action of the checkout itself comes from no repository. */
function usesOf({ GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref }: Variables): string {
  const uses = `${repository}@${ref}`;
  return /^[\w.-]+\/[\w./-]+@[\w./-]+$/u.test(uses) ? uses : './';
}
