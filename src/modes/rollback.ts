import { Deadline } from '../clock.ts';
import { formatServers } from '../format.ts';
import { resolveServers } from '../servers/resolve.ts';
import { selectTargets } from '../snapshots/select.ts';
import { createRollbackProgress, rollBackTo, rollbackReport, withNotification } from './carry-out-rollback.ts';
import { warnAboutPermissions } from './permissions.ts';
import { originOf, type Task } from './task.ts';
import { withReport } from './with-report.ts';

/**
 * Restores each server from a snapshot, waits until it runs again, and checks whether it is healthy. Every target is
 * checked before the first server is changed; the failure of one neither stops nor hides the others.
 * @throws ActionError unless every server was restored and is active; another one if they are, but not healthy
 */
export async function rollBack(task: Task): Promise<void> {
  const { inputs, session, runner } = task;
  const progress = createRollbackProgress(task, '', false);
  const report = rollbackReport(progress, task);
  await withReport(report, task, async () => {
    runner.group(`Rollback of ${formatServers(inputs.serverIds)}`);
    const deadline = new Deadline(session.context.clock, inputs.timeoutMs);
    await withNotification(progress, task, async () => {
      const resolved = await resolveServers(inputs.serverIds, session, deadline);
      if (inputs.dryRun) await warnAboutPermissions(task);
      const targets = await selectTargets(
        resolved.servers,
        { named: inputs.snapshotIds, latest: inputs.latest, origin: originOf(task), series: inputs.series },
        session,
        deadline,
      );
      await rollBackTo(targets, resolved, progress, report, task);
    });
  });
}
