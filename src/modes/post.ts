import pMap from 'p-map';
import { Deadline } from '../clock.ts';
import { ActionError, errorMessage } from '../errors.ts';
import type { SavedState } from '../github/state.ts';
import { saveStopped } from '../github/state.ts';
import { createServerPoller } from '../servers/poller.ts';
import { ensureStarted, startCommand } from '../servers/power.ts';
import { createServerReader, type ResolvedServers, UNREADABLE } from '../servers/resolve.ts';
import { deleteAll } from '../snapshots/delete-all.ts';
import { listByServer, type SnapshotsByServer, snapshotsOf } from '../snapshots/list.ts';
import { isOfAttempt, isOfStep, type Marker, markerOf, readMarker, repositoryHash } from '../snapshots/marker.ts';
import type { SnapshotRecord } from '../snapshots/record.ts';
import { findOwn, laterRelease, type OwnSnapshot } from '../snapshots/select.ts';
import { createSnapshotPoller, waitForSnapshot } from '../snapshots/wait.ts';
import { describeServer, describeSnapshot } from '../vps/describe.ts';
import { isRefusal, toActionError } from '../vps/errors.ts';
import { isSame } from '../vps/id.ts';
import type { Server, ServerRef, Snapshot } from '../vps/schema.ts';
import { hasFailed, isCompleted } from '../vps/status.ts';
import {
  createRollbackProgress,
  type RollbackProgress,
  rollBackTo,
  rollbackReport,
  withNotification,
} from './carry-out-rollback.ts';
import { decideAfterJob } from './decide-after-job.ts';
import { type DeleteProgress, deleteReport } from './delete.ts';
import { restoringServers } from './finish-snapshots.ts';
import { snapshotProgressLine } from './snapshot.ts';
import { originOf, type Task } from './task.ts';
import { withReport } from './with-report.ts';

/**
 * After a cancel all post steps of a job share under 5 min: each sends its restores at once and watches them for this
 * long, in milliseconds (docs/contract.md, After the job).
 */
const AFTER_CANCEL_MS = 45_000;
/** A snapshot of this step, as main saved it. */
interface OwnedSnapshot extends OwnSnapshot {
  /** An earlier attempt of this step took it. */
  readonly reused: boolean;
}

/** A server that the step left stopped gets this long to start, in milliseconds. */
const START_TIMEOUT_MS = 10 * 60_000;

/**
 * What is done after the job (docs/contract.md, After the job): servers that this step left stopped are started; then the
 * servers are rolled back if the inputs ask for it, or this step's snapshots are deleted if the job succeeded.
 * @throws ActionError for a rollback that failed or did not happen; a failed delete only warns
 */
export async function runAfterJob(saved: SavedState, task: Task): Promise<void> {
  const { runner } = task;
  const startFailure = saved.stopped.length > 0 ? await startLeftStopped(saved.stopped, task) : undefined;
  const snapshots = saved.snapshots.map(({ serverKey: key, serverUuid: uuid, serverName: name, ...rest }) => ({
    ...rest,
    server: uuid === undefined ? { key, name } : { key, uuid, name },
  }));
  const decision = decideAfterJob(task.inputs, saved);
  if (decision.action === 'none') runner.info(decision.message);
  if (decision.action === 'warn') runner.warning(decision.message);
  if (decision.action === 'rollback') await rollBackAfterJob(decision.reason, snapshots, task);
  if (decision.action === 'delete') await deleteAfterJob(snapshots, task);
  if (startFailure) throw startFailure;
}

function assertToken({ inputs }: Task, what: string): void {
  if (inputs.apiToken !== '') return;
  throw new ActionError({
    summary: `The post step has no API token, so it could not ${what}.`,
    state: 'No request was sent.',
    hint: 'Set api_token to a value that still exists after the job, usually secrets.VPS_API_TOKEN.',
  });
}

/** @returns why a server could not be started; `undefined` if all run */
async function startLeftStopped(stopped: readonly ServerRef[], task: Task): Promise<ActionError | undefined> {
  const { session, runner, inputs } = task;
  runner.group(`Starting ${stopped.map(describeServer).join(', ')}: this step stopped it for its snapshot`);
  const servers = stopped.map((server) => ({ ...server, status: UNREADABLE }));
  const poller = createServerPoller(servers, session);
  const failures: string[] = [];
  const left = new Set(stopped);
  await pMap(stopped, async (server) => {
    try {
      assertToken(task, `start ${describeServer(server)}`);
      await ensureStarted(server, poller, session, new Deadline(session.context.clock, START_TIMEOUT_MS));
      session.log(`✓ ${describeServer(server)} is active`);
      left.delete(server);
    } catch (error) {
      session.context.signal.throwIfAborted();
      const { parts } = toActionError(error, `Starting ${describeServer(server)}`);
      failures.push(`${parts.summary} To start it yourself: ${startCommand(server, inputs.apiUrl)}`);
    }
  });
  saveStopped(runner, [...left]);
  runner.endGroup();
  if (failures.length === 0) return undefined;
  return new ActionError({
    summary: `${[...left].map(describeServer).join(', ')} was stopped for its snapshot and could not be started again.`,
    state: failures,
    hint: 'THE SERVER MAY BE DOWN: start it in the VPS.org control panel, or with the command above.',
  });
}

async function rollBackAfterJob(reason: string, snapshots: readonly OwnedSnapshot[], task: Task): Promise<void> {
  const { inputs, runner, session } = task;
  const isAfterCancel = inputs.jobStatus === 'cancelled';
  const timeoutMs = isAfterCancel ? AFTER_CANCEL_MS : inputs.timeoutMs;
  const open = snapshots.filter((snapshot) => !wasRolledBack(snapshot, task));
  if (snapshots.length > 0 && open.length === 0) return;
  const progress = createRollbackProgress(task, reason, true);
  await withReport(rollbackReport(progress, task), task, async () => {
    runner.group(`Rollback after the job: ${reason}`);
    await withNotification(progress, task, async () => {
      if (open.length === 0) {
        throw new ActionError({
          summary: `No rollback although ${reason}: this step has taken no snapshot.`,
          state: 'The servers were not changed.',
          hint: 'Check the log of the step that should have taken the snapshot.',
        });
      }
      assertToken(task, 'roll back');
      const deadline = new Deadline(session.context.clock, timeoutMs);
      const view = await readServers(
        open.map(({ server }) => server),
        task,
        deadline,
      );
      const targets = await ownTargets(open, view, progress, { isAfterCancel, deadline }, task);
      await rollBackTo(targets, view, progress, task, { isAfterCancel, timeoutMs });
    });
  });
}

/** A rollback by an earlier step of the job counts if it was to this very snapshot; a notice says so. */
function wasRolledBack({ server, snapshotId }: OwnedSnapshot, { rollbackLog, runner }: Task): boolean {
  if (snapshotId === null || !rollbackLog.wasRestored(server.key, snapshotId)) return false;
  runner.notice(
    `${describeServer(server)} was already rolled back to snapshot ${snapshotId} by an earlier step of this job, so the post step does not do it again.`,
  );
  return true;
}

/** The servers of this step with their status now; one that cannot be seen is tried all the same. */
async function readServers(
  refs: readonly ServerRef[],
  { session }: Task,
  deadline: Deadline,
): Promise<ResolvedServers> {
  const servers = refs.map((ref) => ({ ...ref, status: UNREADABLE }));
  try {
    const now = await createServerReader(servers, session.api)(deadline);
    const seen = servers.map((server): Server => {
      const status = now.find((one) => isSame(one, server))?.status;
      return status === undefined ? server : { ...server, status };
    });
    return { servers: seen, readable: true };
  } catch (error) {
    if (isRefusal(error)) return { servers, readable: false };
    throw toActionError(error, 'Reading the servers', 'No restore was started. The servers were not changed.');
  }
}

interface TargetOptions {
  readonly isAfterCancel: boolean;
  readonly deadline: Deadline;
}

/** The completed snapshots of this step; why a server has none is kept in the progress, and stops none of the others. */
async function ownTargets(
  saved: readonly OwnedSnapshot[],
  { servers }: ResolvedServers,
  progress: RollbackProgress,
  { isAfterCancel, deadline }: TargetOptions,
  task: Task,
): Promise<Snapshot[]> {
  const there = await listByServer(servers, task.session, deadline);
  const poller = createSnapshotPoller(servers, task.session, (waitedMs) => snapshotProgressLine([], waitedMs));
  const found = await pMap(saved, async (one): Promise<Snapshot | undefined> => {
    const skip = (reason: string) => {
      progress.skipped.push({ server: one.server, reason });
      return undefined;
    };
    const { snapshots } = snapshotsOf(there, one.server);
    const snapshot = findOwnSnapshot(one, snapshots, task);
    if (!snapshot) {
      const name = one.snapshotId === null ? `"${one.name}"` : one.snapshotId;
      return skip(`the snapshot ${name} of this step is gone, or no longer the one that this step took`);
    }
    const later = laterRelease(snapshot, snapshots);
    if (later) {
      return skip(
        `another run has taken ${describeSnapshot(later)} of the same series since, and a rollback would undo its release`,
      );
    }
    if (isCompleted(snapshot)) return snapshot;
    if (hasFailed(snapshot) || isAfterCancel) {
      return skip(`${describeSnapshot(snapshot)} has not completed, its status is "${snapshot.status}"`);
    }
    const record: SnapshotRecord = { server: one.server, name: one.name, requested: true, snapshot, reused: true };
    try {
      await waitForSnapshot(record, poller, task.session, deadline, () => undefined);
      return record.snapshot;
    } catch (error) {
      return skip(toActionError(error, `Waiting for ${describeSnapshot(snapshot)}`).parts.summary);
    }
  });
  return found.filter((snapshot) => snapshot !== undefined);
}

/** In `mode: wait` another step of this run took the snapshot: then the marker must be one of this run. */
function findOwnSnapshot(saved: OwnedSnapshot, snapshots: readonly Snapshot[], task: Task): Snapshot | undefined {
  const own = markerOf(originOf(task), saved.server);
  return findOwn(saved, snapshots, (snapshot) => {
    if (task.inputs.mode === 'wait') return isOfRun(snapshot, own, task);
    return saved.reused ? isOfStep(snapshot, own) : isOfAttempt(snapshot, own);
  });
}

function isOfRun(snapshot: Snapshot, own: Marker, { run }: Task): boolean {
  const marker = readMarker(snapshot);
  return marker?.repository === repositoryHash(run) && marker.runId === own.runId;
}

/** Deletes this step's snapshots; one that is still there only warns, because the release has succeeded. */
async function deleteAfterJob(snapshots: readonly OwnedSnapshot[], task: Task): Promise<void> {
  const { inputs, runner, session } = task;
  const progress: DeleteProgress = { mode: 'delete', records: [], decisions: [], gone: [] };
  try {
    await withReport(deleteReport(progress, task), task, async () => {
      runner.group("The job succeeded; deleting this step's snapshots");
      assertToken(task, "delete this step's snapshots");
      const deadline = new Deadline(session.context.clock, inputs.timeoutMs);
      const servers = snapshots.map(({ server }) => ({ ...server, status: UNREADABLE }));
      const restoring = await restoringServers(servers, task, deadline);
      const there: SnapshotsByServer = await listByServer(servers, session, deadline);
      for (const one of snapshots) {
        const target = findOwnSnapshot(one, snapshotsOf(there, one.server).snapshots, task);
        if (restoring.some(({ key }) => key === one.server.key)) {
          session.warn(`${describeServer(one.server)} is being restored, so its snapshot was not deleted.`);
        } else if (target) {
          progress.records.push({ target, reason: 'delete_on_success', stage: 'checked' });
        }
      }
      await deleteAll(progress.records, session, deadline);
    });
  } catch (error) {
    session.context.signal.throwIfAborted();
    runner.warning(`The release succeeded, but its snapshot still exists.\n${errorMessage(error)}`);
  }
}
