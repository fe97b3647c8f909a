import { Deadline } from '../clock.ts';
import { formatServers, formatSize, formatTaken } from '../format.ts';
import { saveReadable, saveSnapshots, saveSucceeded } from '../github/state.ts';
import { snapshotFailure, snapshotPlan } from '../report/snapshot-report.ts';
import { hasRoomForSafetySnapshot } from '../restores/safety-snapshot.ts';
import { createServerPoller } from '../servers/poller.ts';
import { resolveServers } from '../servers/resolve.ts';
import { createAll } from '../snapshots/create-all.ts';
import { ageWarning, foreignError, outdatedError } from '../snapshots/freshness.ts';
import { limitError, MAX_SNAPSHOTS, type RoomRules, type ServerAtLimit } from '../snapshots/limit.ts';
import { snapshotsOf } from '../snapshots/list.ts';
import { markerOf, repositoryHash } from '../snapshots/marker.ts';
import { TAKEN_EARLIER } from '../snapshots/next-steps.ts';
import { selectForWait, type WaitSelection } from '../snapshots/select.ts';
import { createSnapshotPoller } from '../snapshots/wait.ts';
import { describeSnapshot } from '../vps/describe.ts';
import type { Snapshot } from '../vps/schema.ts';
import { isCompleted } from '../vps/status.ts';
import { finishSnapshots, ownMarker } from './finish-snapshots.ts';
import { warnAboutPermissions } from './permissions.ts';
import {
  forecastOf,
  isRollbackArmed,
  type SnapshotProgress,
  snapshotProgressLine,
  snapshotReport,
} from './snapshot.ts';
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
    const { servers, readable } = await resolveServers(inputs.serverIds, session, deadline);
    saveReadable(runner, readable);
    if (inputs.dryRun || isRollbackArmed(task)) await warnAboutPermissions(task);
    const selection = await selectForWait(servers, inputs.snapshotIds, originOf(task), session, deadline);
    progress.records.push(
      ...selection.snapshots.map((snapshot) => ({
        server: snapshot.server,
        name: snapshot.name,
        requested: true,
        snapshot,
        reused: false,
        wasCompleted: isCompleted(snapshot),
        startedAtMs: snapshot.createdAtMs ?? clock.now(),
      })),
    );
    const onChange = () => {
      saveSnapshots(runner, progress.records);
      setOutputs(report, task);
    };
    if (!inputs.dryRun) onChange();
    assertUsable(selection, task);
    if (inputs.dryRun) return tellPlan(snapshotPlan(progress), task);
    logCompleted(selection.snapshots, task);
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
        nextSteps: TAKEN_EARLIER,
      },
      events: { onChange, onStoppedChange: () => undefined, onReplace: () => undefined },
      session,
      snapshotPoller: createSnapshotPoller(servers, session, (waitedMs) =>
        snapshotProgressLine(progress.records, waitedMs),
      ),
      serverPoller: createServerPoller(servers, session),
    });
    await finishSnapshots({ ...progress, servers }, task);
    if (!snapshotFailure(progress)) saveSucceeded(runner);
  });
}

/**
 * Checks whether a deploy could be rolled back to these snapshots (docs/contract.md, Waiting later).
 * @throws ActionError if a rollback is configured and another run has taken them, or one of the same series since; if a
 *   safety snapshot would have no room
 */
function assertUsable(selection: WaitSelection, task: Task): void {
  const { inputs, session } = task;
  const nowMs = session.context.clock.now();
  const own = { repository: repositoryHash(task.run), runId: task.run.runId };
  const problem = foreignError(selection.snapshots, own, nowMs) ?? outdatedError(selection, nowMs);
  if (problem && isRollbackArmed(task) && !inputs.dryRun) throw problem;
  if (inputs.safetySnapshot) assertRoomForSafetySnapshot(selection, task, nowMs);
  // A dry run deploys nothing, and some jobs need no rollback.
  const warning = problem?.message ?? ageWarning(selection.snapshots, nowMs);
  if (warning !== undefined) session.warn(warning);
}

/** A rollback after the job must find room for its safety snapshot in addition to the one that is waited for. */
function assertRoomForSafetySnapshot({ snapshots, there }: WaitSelection, task: Task, nowMs: number): void {
  const full = snapshots.flatMap((snapshot): ServerAtLimit[] => {
    const { server } = snapshot;
    const now = snapshotsOf(there, server);
    const own = ownMarker(snapshot, task);
    const left = own ? forecastOf({ server, snapshot }, there, task, own).left : now;
    if (hasRoomForSafetySnapshot(server, left, 0, task.run)) return [];
    return [{ server, there: now, own: own ?? markerOf(originOf(task), server) }];
  });
  if (full.length === 0) return;
  // This mode creates nothing, so the error must not offer `on_limit`, which only helps a create.
  const rules: RoomRules = { policy: policyOf(task), onLimit: 'replace_oldest' };
  throw limitError(full, rules, nowMs, {
    problem: `no room for another snapshot (the limit is ${MAX_SNAPSHOTS})`,
    more: ' For a rollback, safety_snapshot needs room in addition to the snapshot in snapshot_id.',
  });
}

/** The verdict on a fleet does not say how old each snapshot is. */
function logCompleted(snapshots: readonly Snapshot[], { session }: Task): void {
  if (snapshots.length === 1) return;
  for (const snapshot of snapshots.filter(isCompleted)) {
    const taken = formatTaken(snapshot.createdAtMs, session.context.clock.now());
    session.log(`✓ ${describeSnapshot(snapshot)} had already completed (${taken}, ${formatSize(snapshot.sizeMb)})`);
  }
}
