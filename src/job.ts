import * as v from 'valibot';
import { Failure, wordsOf } from './failure.ts';
import type { Environment } from './report/runner.ts';

/** The facts of the workflow run that a snapshot is named and marked after. */
export interface Job {
  /** `owner/name`. */
  readonly repository: string;
  /** Address of the GitHub server, such as `https://github.com`. */
  readonly serverUrl: string;
  /** The commit the run is for: of a pull request its head, else the run's own (design.md, Names of commits). */
  readonly sha: string;
  /** The branch or tag: of a pull request the branch it comes from. */
  readonly ref: string;
  readonly runId: number;
  readonly runNumber: number;
  /** Counts from 1; a job that is run again has the next. */
  readonly attempt: number;
  /** The job's id in the workflow file. */
  readonly name: string;
  /** The runner's name for the step, `GITHUB_ACTION`: unlike for each step of a job. */
  readonly step: string;
  /** What a workflow writes after `uses:` for this action. */
  readonly uses: string;
}

const Text = v.optional(v.string(), '');
const Count = v.fallback(v.pipe(v.number(), v.safeInteger()), 0);

const Context = v.object({
  payload: v.object({
    pull_request: v.optional(
      v.object({ head: v.object({ sha: v.pipe(v.string(), v.nonEmpty()), ref: v.pipe(v.string(), v.nonEmpty()) }) }),
    ),
  }),
  repo: v.object({ owner: v.string(), repo: v.string() }),
  serverUrl: v.string(),
  sha: Text,
  ref: Text,
  runId: Count,
  runNumber: Count,
  runAttempt: Count,
  job: Text,
  action: Text,
});

/** What the runner says of an action that comes from a repository; nothing for one of the checkout itself. */
const Origin = v.object({
  GITHUB_ACTION_REPOSITORY: v.optional(v.string(), ''),
  GITHUB_ACTION_REF: v.optional(v.string(), ''),
});

/**
 * Reads the facts of the run from `@actions/github`, which takes them from the environment and the event's file. It is
 * loaded here, not at the start: with Octokit in it, it is the largest part of the bundle.
 * @param environment for what `@actions/github` leaves out
 * @throws Failure where the run has no repository or the event's file cannot be read
 */
export async function readJob(environment: Environment): Promise<Job> {
  try {
    const { context } = await import(/* webpackMode: "eager" */ '@actions/github');
    return jobFrom(v.parse(Context, context), v.parse(Origin, environment));
  } catch (error) {
    throw new Failure(
      {
        happened: `The facts of this workflow run cannot be read: ${wordsOf(error)}`,
        next: 'Run the action in a workflow, where the runner sets GITHUB_REPOSITORY and GITHUB_EVENT_PATH.',
      },
      error,
    );
  }
}

function jobFrom(context: v.InferOutput<typeof Context>, origin: v.InferOutput<typeof Origin>): Job {
  const head = context.payload.pull_request?.head;
  return {
    repository: `${context.repo.owner}/${context.repo.repo}`,
    serverUrl: context.serverUrl,
    sha: head?.sha ?? context.sha,
    ref: head?.ref ?? context.ref.replace(/^refs\/(?:heads|tags)\//u, ''),
    runId: context.runId,
    runNumber: context.runNumber,
    attempt: context.runAttempt,
    name: context.job,
    step: context.action,
    uses: origin.GITHUB_ACTION_REPOSITORY ? `${origin.GITHUB_ACTION_REPOSITORY}@${origin.GITHUB_ACTION_REF}` : './',
  };
}
