import { Deadline } from '../clock.ts';
import { formatServers } from '../format.ts';
import { resolveServers } from '../servers/resolve.ts';
import { inUse } from '../snapshots/delete-all.ts';
import { listByServer, snapshotsOf } from '../snapshots/list.ts';
import { repositoryHash, seriesHash } from '../snapshots/marker.ts';
import { decidePrune } from '../snapshots/retention.ts';
import { RESTORING } from '../vps/status.ts';
import { type DeleteProgress, deleteOrPlan, deleteReport, restoringError } from './delete.ts';
import { warnAboutPermissions } from './permissions.ts';
import { policyOf, type Task } from './task.ts';
import { withReport } from './with-report.ts';

/**
 * Deletes what `keep*` no longer keeps of this repository's snapshots, each series separately; everybody else's
 * snapshots stay.
 * @throws ActionError unless every snapshot that had to be deleted is gone
 */
export async function pruneSnapshots(task: Task): Promise<void> {
  const { inputs, run, session, runner } = task;
  const progress: DeleteProgress = { mode: 'prune', records: [], decisions: [], gone: [] };
  await withReport(deleteReport(progress, task), task, async () => {
    runner.group(`Pruning the snapshots of ${formatServers(inputs.serverIds)}`);
    const deadline = new Deadline(session.context.clock, inputs.timeoutMs);
    const { servers } = await resolveServers(inputs.serverIds, session, deadline);
    if (inputs.dryRun) await warnAboutPermissions(task);
    const restoring = servers.filter(({ status }) => status === RESTORING);
    if (restoring.length > 0) throw restoringError(restoring);
    const there = await listByServer(servers, session, deadline, 'Nothing was changed.');
    const own = { repository: repositoryHash(run), runId: run.runId };
    const series = inputs.series === undefined ? undefined : seriesHash(inputs.series);
    for (const server of servers) {
      const decisions = decidePrune(snapshotsOf(there, server).snapshots, policyOf(task), own, series);
      progress.decisions.push(...decisions);
      for (const { snapshot, stays, reason } of decisions) {
        if (stays) continue;
        // The next prune can delete it.
        if (session.isRestoreSource(snapshot)) session.warn(inUse(snapshot).message);
        else progress.records.push({ target: snapshot, reason, stage: 'checked' });
      }
    }
    await deleteOrPlan(progress, task, deadline);
  });
}
