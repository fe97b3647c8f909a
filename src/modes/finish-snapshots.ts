import { Deadline } from '../clock.ts';
import { ActionError, errorMessage } from '../errors.ts';
import { capitalize, formatServerIds } from '../format.ts';
import { hasRoomForSafetySnapshot } from '../restores/safety-snapshot.ts';
import { createServerReader } from '../servers/resolve.ts';
import { deleteAll } from '../snapshots/delete-all.ts';
import { foresee, planRoom, type RoomRules } from '../snapshots/limit.ts';
import { listByServer, type SnapshotsByServer, snapshotsOf } from '../snapshots/list.ts';
import { type Marker, readMarker, repositoryHash } from '../snapshots/marker.ts';
import type { DeleteRecord, SnapshotRecord } from '../snapshots/record.ts';
import { decideRetention, hasPolicy, ofSeries, type RetentionPolicy } from '../snapshots/retention.ts';
import { describeServer, describeSnapshot } from '../vps/describe.ts';
import { isRefusal, toActionError } from '../vps/errors.ts';
import { isSame } from '../vps/id.ts';
import type { Server, Snapshot } from '../vps/schema.ts';
import { hasFailed, isCompleted, RESTORING } from '../vps/status.ts';
import { policyOf, type Task } from './task.ts';

/** What comes after the snapshots of a step have completed: retention, and what the next deploy will run into. */
export interface FinishedSnapshots {
  readonly servers: readonly Server[];
  readonly records: readonly SnapshotRecord[];
  /** Filled with what retention deletes. */
  readonly pruned: DeleteRecord[];
}

/**
 * Warns about each snapshot whose marker the API did not keep, and says what will not work now. A response to a create
 * may leave the description out, so the list decides if it can be read.
 * @throws the reason for the abort
 */
export async function warnOfLostMarkers(records: readonly SnapshotRecord[], task: Task): Promise<void> {
  const { session, inputs } = task;
  const unmarked = records.filter(({ snapshot }) => snapshot && !hasFailed(snapshot) && !readMarker(snapshot));
  if (unmarked.length === 0) return;
  const servers = unmarked.map(({ server }) => server);
  const deadline = new Deadline(session.context.clock, inputs.timeoutMs);
  const there = await listByServer(servers, session, deadline).catch((error: unknown): SnapshotsByServer => {
    if (error instanceof ActionError) return new Map();
    throw error;
  });
  for (const record of unmarked) {
    const { server, snapshot } = record;
    const listed = snapshotsOf(there, server).snapshots.find((one) => snapshot && isSame(one, snapshot));
    if (listed) record.snapshot = listed;
    if (!snapshot || (listed && readMarker(listed))) continue;
    session.warn(
      `VPS.org did not keep the description of ${describeSnapshot(snapshot)}, so the marker of this action is lost. Retention, on_limit and a re-run will not recognize this snapshot; you can still roll back to it by its ID.`,
    );
  }
}

/**
 * Deletes what `keep*` no longer keeps, and says what the next deploy will run into. The backup exists, so none of this
 * fails the step (docs/contract.md, Snapshot).
 * @throws the reason for the abort
 */
export async function finishSnapshots(finished: FinishedSnapshots, task: Task): Promise<void> {
  const { session } = task;
  const completed = finished.records.flatMap(({ snapshot, failure }) =>
    snapshot && !failure && isCompleted(snapshot) ? snapshot : [],
  );
  if (completed.length === 0) return;
  const deadline = new Deadline(session.context.clock, task.inputs.timeoutMs);
  try {
    const there = await listByServer(finished.servers, session, deadline);
    const deleted = hasPolicy(policyOf(task)) ? await prune(finished, there, task, deadline) : [];
    noticeComingLimit(finished, there, deleted, task);
  } catch (error) {
    session.context.signal.throwIfAborted();
    const names = completed.map(describeSnapshot).join(', ');
    session.warn(
      `The new snapshot completed, but older ones could not be checked or deleted: ${errorMessage(error)}\nCompleted: ${names}.`,
    );
  }
}

async function prune(
  { servers, records, pruned }: FinishedSnapshots,
  there: SnapshotsByServer,
  task: Task,
  deadline: Deadline,
): Promise<readonly DeleteRecord[]> {
  const { session, run } = task;
  const restoring = await restoringServers(servers, task, deadline);
  for (const { server, snapshot, failure } of records) {
    const own = snapshot && ownMarker(snapshot, task);
    if (!snapshot || !own || failure || !isCompleted(snapshot)) continue;
    if (restoring.some(({ key }) => key === server.key)) {
      session.warn(`${capitalize(describeServer(server))} is being restored, so its older snapshots were not deleted.`);
      continue;
    }
    const series = ofSeries(snapshotsOf(there, server).snapshots, own);
    const decisions = decideRetention(series, policyOf(task), run.runId, { taken: snapshot.key });
    for (const { snapshot: target, reason, stays } of decisions) {
      if (!stays) pruned.push({ target, reason, stage: 'checked' });
    }
  }
  await deleteAll(pruned, session, deadline);
  const failed = pruned.flatMap(({ failure }) => failure ?? []);
  if (failed.length > 0) {
    const messages = failed.map(({ message }) => message).join('\n');
    session.warn(`The new snapshot completed, but not all older ones were deleted.\n${messages}`);
  }
  return pruned.filter(({ stage }) => stage === 'deleted');
}

/**
 * The servers that are being restored: one of their snapshots is the source, so none may be deleted.
 * @returns none if the token is not allowed to read servers
 * @throws ActionError if they cannot be read
 */
export async function restoringServers(
  servers: readonly Server[],
  { session }: Pick<Task, 'session'>,
  deadline: Deadline,
): Promise<readonly Server[]> {
  try {
    const now = await createServerReader(servers, session.api)(deadline);
    return servers.filter(({ key }) => now.some((server) => server.key === key && server.status === RESTORING));
  } catch (error) {
    if (isRefusal(error)) return [];
    throw toActionError(error, `Reading ${formatServerIds(servers.map(({ key }) => key))}`, 'Nothing was deleted.');
  }
}

/** The marker that retention uses: the snapshot's own, which may come from another step of this repository. */
export function ownMarker(snapshot: Parameters<typeof readMarker>[0], { run }: Pick<Task, 'run'>): Marker | undefined {
  const marker = readMarker(snapshot);
  return marker?.repository === repositoryHash(run) ? marker : undefined;
}

function noticeComingLimit(
  { records }: FinishedSnapshots,
  there: SnapshotsByServer,
  deleted: readonly DeleteRecord[],
  task: Task,
): void {
  const { inputs, runner, run, session } = task;
  const rules: RoomRules = { policy: policyOf(task), onLimit: inputs.onLimit };
  const isFull = ({ server, snapshot }: SnapshotRecord, rules: RoomRules) => {
    const own = snapshot && ownMarker(snapshot, task);
    if (!own) return false;
    const { snapshots, unreadable } = snapshotsOf(there, server);
    // After a successful job the post step deletes this one.
    const isLeft = ({ key }: Snapshot) =>
      !deleted.some(({ target }) => target.key === key) && !(inputs.deleteOnSuccess && key === snapshot.key);
    const rest = snapshots.filter(isLeft);
    // The next run may replace what this one took.
    const next = { ...own, runId: '' };
    const now = { snapshots: rest, unreadable };
    if (!planRoom(now, next, rules, 1).isEnough) return true;
    if (!inputs.safetySnapshot) return false;
    const { left } = foresee(now, next, rules, { comingAtMs: session.context.clock.now() });
    return !hasRoomForSafetySnapshot(server, left, 1, run);
  };
  const full = records.filter((record) => isFull(record, rules));
  if (full.length === 0) return;
  const helps = (other: RoomRules) => !full.some((record) => isFull(record, other));
  const keepOne: RetentionPolicy = { keep: 1, keepDaily: undefined, keepWeekly: undefined };
  const ways = [
    helps({ ...rules, policy: keepOne }) ? [hasPolicy(rules.policy) ? 'keep fewer snapshots' : 'set keep'] : [],
    rules.onLimit === 'fail' && helps({ ...rules, onLimit: 'replace_oldest' }) ? ['set on_limit: replace_oldest'] : [],
    ['delete snapshots you no longer need'],
  ].flat();
  const servers = full.map(({ server }) => describeServer(server)).join(', ');
  const problem = inputs.safetySnapshot
    ? 'safety_snapshot needs two free slots, and there will be fewer'
    : 'the limit of 5 snapshots is reached';
  runner.notice(`The next snapshot of ${servers} will fail: ${problem}. ${capitalize(ways.join(', or '))}.`);
}
