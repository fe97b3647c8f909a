import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import type { ActionResult, ActionRun, Entry } from './run-action.ts';

/** The workflow's own token, as the default of `github_token` gives it. */
export const GITHUB_TOKEN = 'ghs_4Rk9Zp2Xv7Bn3Tq8Wm5Ys1Lc6Hd0Fj2Gu7Kb';

/** How a job can end, as `job.status` has it. */
export type JobStatus = 'success' | 'failure' | 'cancelled';

/** What a user sees of a post step: the runner drops its outputs, because no step comes after it. */
export type PostResult = Omit<ActionResult, 'outputs'>;

/** A step of a job that uses the action. */
export interface JobStep {
  readonly main: ActionResult;
  /**
   * Runs its post step, after the job has ended with this status.
   * @param changed inputs that have another value after the job, and other parts of the run
   */
  post(status: JobStatus, changed?: ActionRun): Promise<PostResult>;
}

/** A job whose steps run one after the other. */
export interface JobRunner {
  /** Runs the main part of a step; `inputs` are what is under `with:`. */
  step(run?: ActionRun): Promise<JobStep>;
}

/** What runs one part of a step. */
export interface StepRunner {
  readonly api: { readonly url: string };
  run(run: ActionRun, entry: Entry): Promise<ActionResult>;
}

const Manifest = v.object({
  inputs: v.record(v.string(), v.object({ default: v.optional(v.string()) })),
  outputs: v.record(v.string(), v.object({ description: v.string() })),
  // The files that `runAction` starts.
  runs: v.object({ main: v.literal('dist/main.js'), post: v.literal('dist/post.js') }),
});

/** `action.yml`, as far as a job needs it. */
export const manifest = v.parse(
  Manifest,
  parse(readFileSync(join(import.meta.dirname, '..', '..', 'action.yml'), 'utf8')),
);

/**
 * Runs a job as the runner does: inputs that are not given have the defaults of `action.yml`, whose expressions are
 * evaluated again for the post step; what main saved reaches that as `STATE_<name>`; what a step writes to GITHUB_ENV is
 * set for all that come after it.
 * @param env variables of the whole job, such as GITHUB_RUN_ATTEMPT
 */
export function createJobRunner(runner: StepRunner, env: Readonly<Record<string, string>> = {}): JobRunner {
  const variables: Record<string, string> = { ...env };
  let steps = 0;
  return {
    async step(given = {}) {
      steps += 1;
      // The runner's names for steps without an id: the second has a number.
      const name = `__acme_vps-snapshot${steps === 1 ? '' : `_${steps}`}`;
      const part = async (entry: Entry, status: JobStatus, { inputs, env: own, ...rest }: ActionRun) => {
        const result = await runner.run(
          {
            ...(given.event === undefined ? {} : { event: given.event }),
            ...(given.eventName === undefined ? {} : { eventName: given.eventName }),
            ...rest,
            inputs: { ...defaultsIn(status), api_url: runner.api.url, ...given.inputs, ...inputs },
            env: { GITHUB_ACTION: name, ...variables, ...given.env, ...own },
          },
          entry,
        );
        Object.assign(variables, result.variables);
        return result;
      };
      const main = await part('main', 'success', given);
      const state = Object.fromEntries(Object.entries(main.state).map(([key, value]) => [`STATE_${key}`, value]));
      return {
        main,
        async post(status, { env: own, ...changed } = {}) {
          const { outputs: _, ...result } = await part('post', status, { ...changed, env: { ...state, ...own } });
          return result;
        },
      };
    },
  };
}

/** The defaults of the inputs, with their expressions evaluated. */
function defaultsIn(status: JobStatus): Record<string, string> {
  const context: Record<string, string> = {
    'job.status': status,
    'github.token': GITHUB_TOKEN,
    'strategy.job-index': '0',
  };
  const evaluated = (text: string) =>
    text.replace(/\$\{\{ (.+?) \}\}/gu, (_, expression: string) => {
      const value = context[expression];
      if (value === undefined) throw new Error(`action.yml has an expression that is not known here: ${expression}`);
      return value;
    });
  return Object.fromEntries(
    Object.entries(manifest.inputs).flatMap(([name, { default: text }]) =>
      text === undefined || ['server_id', 'api_token'].includes(name) ? [] : [[name, evaluated(text)]],
    ),
  );
}
