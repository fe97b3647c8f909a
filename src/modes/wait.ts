import { Deadline } from '../clock.ts';
import { formatServers } from '../format.ts';
import { saveSnapshots, saveSucceeded } from '../github/state.ts';
import { snapshotFailure, snapshotPlan } from '../report/snapshot-report.ts';
import { createServerPoller } from '../servers/poller.ts';
import { resolveServers } from '../servers/resolve.ts';
import { createAll } from '../snapshots/create-all.ts';
import { selectForWait } from '../snapshots/select.ts';
import { createSnapshotPoller } from '../snapshots/wait.ts';
import { finishSnapshots, warnOfLostMarkers } from './finish-snapshots.ts';
import { warnAboutPermissions } from './permissions.ts';
import { isRollbackArmed, type SnapshotProgress, snapshotProgressLine, snapshotReport } from './snapshot.ts';
import { originOf, policyOf, type Task } from './task.ts';
import { setOutputs, tellPlan, withReport } from './with-report.ts';

/**
 * Waits for snapshots that a step with `wait: false` started: it ends as that step would have (docs/contract.md, Waiting
 * later).
 * @throws ActionError unless every server has a completed snapshot
 */
export async function waitForSnapshots(task: Task): Promise<void> {
  const { inputs, session, runner } = task;
  const { clock } = session.context;
  const progress: SnapshotProgress = { records: [], replaced: [], pruned: [], decisions: [] };
  const report = snapshotReport(progress, task);
  await withReport(report, task, async () => {
    runner.group(
      `Waiting for the snapshot${inputs.serverIds.length === 1 ? '' : 's'} of ${formatServers(inputs.serverIds)}`,
    );
    const deadline = new Deadline(clock, inputs.timeoutMs);
    const { servers } = await resolveServers(inputs.serverIds, session, deadline);
    if (inputs.dryRun || isRollbackArmed(task)) await warnAboutPermissions(task);
    const { snapshots } = await selectForWait(servers, inputs.snapshotIds, originOf(task), session, deadline);
    progress.records.push(
      ...snapshots.map((snapshot) => ({
        server: snapshot.server,
        name: snapshot.name,
        requested: true,
        snapshot,
        reused: false,
        startedAtMs: snapshot.createdAtMs ?? clock.now(),
      })),
    );
    if (inputs.dryRun) return tellPlan(snapshotPlan(progress), task);
    const onChange = () => {
      saveSnapshots(runner, progress.records);
      setOutputs(report, task);
    };
    onChange();
    await createAll(progress.records, {
      servers,
      there: new Map(),
      settings: {
        origin: originOf(task),
        description: '',
        rules: { policy: policyOf(task), onLimit: inputs.onLimit },
        stopServer: false,
        wait: true,
        timeoutMs: inputs.timeoutMs,
        maxParallel: inputs.maxParallel,
        apiUrl: inputs.apiUrl,
      },
      events: { onChange, onStoppedChange: () => undefined, onReplace: () => undefined },
      session,
      snapshotPoller: createSnapshotPoller(servers, session, (waitedMs) =>
        snapshotProgressLine(progress.records, waitedMs),
      ),
      serverPoller: createServerPoller(servers, session),
    });
    await warnOfLostMarkers(progress.records, task);
    await finishSnapshots({ ...progress, servers }, task);
    if (!snapshotFailure(progress)) saveSucceeded(runner);
  });
}
