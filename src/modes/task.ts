import type { CommitStatusSetter } from '../github/commit-status.ts';
import type { RollbackLog } from '../github/rollback-log.ts';
import type { Runner } from '../github/runner.ts';
import type { WorkflowRun } from '../github/workflow-run.ts';
import type { Http } from '../http/request.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { ReportSettings } from '../report/settings.ts';
import type { ApiSession } from '../servers/session.ts';
import { defaultSeries, type SnapshotOrigin } from '../snapshots/marker.ts';
import type { RetentionPolicy } from '../snapshots/retention.ts';

/** What a mode works on, and with. Time, randomness and transport come from the entry, or from a test. */
export interface Task {
  readonly inputs: Inputs;
  readonly run: WorkflowRun;
  readonly session: ApiSession;
  readonly runner: Runner;
  /** For the health check and the notification, which go to servers other than the API's. */
  readonly http: Http;
  /** Replaces the secrets in a text. */
  readonly redact: (text: string) => string;
  readonly setCommitStatus: CommitStatusSetter;
  /** What the steps of this job have restored. */
  readonly rollbackLog: RollbackLog;
}

/** Who takes the snapshots of this step. */
export function originOf({ inputs, run }: Task): SnapshotOrigin {
  return { run, series: inputs.series ?? defaultSeries(run), template: inputs.snapshotName };
}

/** What `keep*` says. */
export function policyOf({ inputs: { keep, keepDaily, keepWeekly } }: Task): RetentionPolicy {
  return { keep, keepDaily, keepWeekly };
}

/**
 * What a report needs to know besides its records.
 * @param startedMs when the work started, by the monotonic clock
 */
export function reportSettings({ inputs, run, session }: Task, startedMs: number): ReportSettings {
  const { clock } = session.context;
  return {
    dryRun: inputs.dryRun,
    apiUrl: inputs.apiUrl,
    uses: run.uses,
    nowMs: clock.now(),
    durationMs: clock.monotonicMs() - startedMs,
  };
}
