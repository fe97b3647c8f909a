import { abortable } from '../abortable.ts';
import { ActionError, CancelledError, errorMessage, UNEXPECTED_HINT } from '../errors.ts';
import type { Task } from './task.ts';

/** After a signal, servers that were stopped are told to start; that gets this long, in milliseconds. */
const CLEANUP_MS = 1400;

/** What a mode reports, whenever and however it ends. Each part is a pure function of the mode's records. */
export interface Report {
  /** The outputs as far as they are known. */
  readonly outputs: () => Readonly<Record<string, string>>;
  /** What is known about each server, a line each, including what is still running there. */
  readonly stateLines: () => readonly string[];
  /** The next step after a cancellation, if it is not to re-run the job. */
  readonly afterCancel?: string;
  /** The failures of the servers, combined into one. */
  readonly failure: () => ActionError | undefined;
  /** The result in one line, for the log. */
  readonly verdict: () => string;
  /** The part of the job summary, as Markdown; with the failure that the work ended with, if any. */
  readonly summary: (failure: ActionError | undefined) => string;
}

/** Sets the outputs that are known so far: a job that is cancelled later still has them. */
export function setOutputs(report: Pick<Report, 'outputs'>, { runner }: Pick<Task, 'runner'>): void {
  for (const [name, value] of Object.entries(report.outputs())) runner.setOutput(name, value);
}

/** Writes what a dry run would do: it is the result, so it stands outside the group of the log. */
export function tellPlan(lines: readonly string[], { runner }: Pick<Task, 'runner'>): void {
  runner.endGroup();
  for (const line of lines) runner.info(line);
}

/**
 * Does the work of a mode and reports it, even if it is cancelled or crashes. The result stands outside the group of the
 * log, which GitHub collapses.
 * @throws ActionError if the work, or the work on one of the servers, failed
 */
export async function withReport(report: Report, task: Task, work: () => Promise<void>): Promise<void> {
  const failure = await outcome(report, task, work);
  setOutputs(report, task);
  task.runner.endGroup();
  if (!failure) task.runner.info(report.verdict());
  await task.runner.summary(report.summary(failure));
  if (failure) throw failure;
}

async function outcome(report: Report, task: Task, work: () => Promise<void>): Promise<ActionError | undefined> {
  const { clock, signal } = task.session.context;
  const working = work();
  try {
    await abortable(working, signal);
    return report.failure();
  } catch (error) {
    if (signal.aborted) await settledWithin(working, clock.sleep(CLEANUP_MS, new AbortController().signal));
    if (error instanceof ActionError) return error;
    const isCancelled = error instanceof CancelledError;
    return new ActionError(
      {
        summary: isCancelled ? error.message : `Unexpected error in the action: ${errorMessage(error)}`,
        state: report.stateLines(),
        hint: isCancelled
          ? (report.afterCancel ??
            'Operations that have already started on VPS.org continue. Re-run the job if you still need the result.')
          : UNEXPECTED_HINT,
      },
      error,
    );
  }
}

async function settledWithin(work: Promise<void>, timeout: Promise<void>): Promise<void> {
  await Promise.race([work.catch(() => undefined), timeout]);
}
