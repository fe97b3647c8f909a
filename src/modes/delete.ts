import { Deadline } from '../clock.ts';
import { ActionError } from '../errors.ts';
import {
  type DeleteReportData,
  deleteFailure,
  deleteOutputs,
  deletePlan,
  deleteStateLines,
  deleteSummary,
  deleteVerdict,
} from '../report/delete-report.ts';
import { resolveServers } from '../servers/resolve.ts';
import { deleteAll } from '../snapshots/delete-all.ts';
import type { DeleteRecord, RetentionDecision } from '../snapshots/record.ts';
import { selectForDelete } from '../snapshots/select.ts';
import { describeServer } from '../vps/describe.ts';
import type { Id } from '../vps/id.ts';
import type { ServerRef } from '../vps/schema.ts';
import { RESTORING } from '../vps/status.ts';
import { originOf, reportSettings, type Task } from './task.ts';
import { type Report, tellPlan, withReport } from './with-report.ts';

/** What a step knows about its deletes; filled while it works. */
export interface DeleteProgress extends DeleteReportData {
  readonly records: DeleteRecord[];
  readonly decisions: RetentionDecision[];
  readonly gone: Id[];
}

/** The report on deletes, of `mode: delete`, `mode: prune` and `delete_on_success`. */
export function deleteReport(progress: DeleteProgress, task: Task): Report {
  const startedMs = task.session.context.clock.monotonicMs();
  const settings = () => reportSettings(task, startedMs);
  return {
    outputs: () => deleteOutputs(progress, settings()),
    stateLines: () => deleteStateLines(progress),
    failure: () => deleteFailure(progress),
    verdict: () => deleteVerdict(progress, settings()),
    summary: (failure) => deleteSummary(progress, settings(), failure),
  };
}

/**
 * Deletes the snapshots that are named, and nothing else. All are checked before the first is deleted.
 * @throws ActionError unless all are gone
 */
export async function deleteSnapshots(task: Task): Promise<void> {
  const { inputs, session, runner } = task;
  const progress: DeleteProgress = { mode: 'delete', records: [], decisions: [], gone: [] };
  await withReport(deleteReport(progress, task), task, async () => {
    runner.group(
      `Deleting snapshot${inputs.snapshotIds.length === 1 ? '' : 's'} ${inputs.snapshotIds.map(({ id }) => id).join(', ')}`,
    );
    const deadline = new Deadline(session.context.clock, inputs.timeoutMs);
    const { servers } = await resolveServers(inputs.serverIds, session, deadline);
    const { found, gone } = await selectForDelete(servers, inputs.snapshotIds, originOf(task), session, deadline);
    const restoring = servers.filter(({ key, status }) => {
      return status === RESTORING && found.some(({ server }) => server.key === key);
    });
    if (restoring.length > 0) throw restoringError(restoring);
    progress.gone.push(...gone);
    progress.records.push(
      ...found.map((target): DeleteRecord => ({ target, reason: 'named in snapshot_id', stage: 'checked' })),
    );
    await deleteOrPlan(progress, task, deadline);
  });
}

/** The error for servers that are being restored: one of their snapshots is the source, so none may be deleted. */
export function restoringError(servers: readonly ServerRef[]): ActionError {
  const isOne = servers.length === 1;
  return new ActionError({
    summary: `${servers.map(describeServer).join(', ')} ${isOne ? 'is being restored from one of its snapshots' : 'are being restored from one of their snapshots'}. Nothing was deleted.`,
    hint: `Re-run the job when the ${isOne ? 'server is' : 'servers are'} active again.`,
  });
}

/** Deletes, or in a dry run says what would be deleted. */
export async function deleteOrPlan(progress: DeleteProgress, task: Task, deadline: Deadline): Promise<void> {
  if (!task.inputs.dryRun) return await deleteAll(progress.records, task.session, deadline);
  tellPlan(deletePlan(progress), task);
}
