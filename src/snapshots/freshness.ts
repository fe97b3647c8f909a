import { ActionError } from '../errors.ts';
import { capitalize, formatAge, formatDiscarded, formatServerIds } from '../format.ts';
import { describeSnapshot } from '../vps/describe.ts';
import type { Snapshot } from '../vps/schema.ts';
import { isCompleted } from '../vps/status.ts';
import { snapshotsOf } from './list.ts';
import { isOfRun, laterRelease, type Marker, readMarker } from './marker.ts';
import { MAX_REUSE_AGE_MS } from './reuse.ts';
import type { WaitSelection } from './select.ts';

/**
 * The error for snapshots given to `mode: wait` after which another run has taken one of the same series: a deploy would
 * be followed by a rollback to a state from before that run's release (docs/contract.md, Waiting later).
 * @param nowMs milliseconds since the epoch
 * @returns `undefined` if there is none
 */
export function outdatedError({ snapshots, there }: WaitSelection, nowMs: number): ActionError | undefined {
  const outdated = snapshots.flatMap((snapshot) => {
    const later = laterRelease(snapshot, snapshotsOf(there, snapshot.server).snapshots);
    return later ? { snapshot, later } : [];
  });
  if (outdated.length === 0) return undefined;
  const servers = formatServerIds(outdated.map(({ snapshot }) => snapshot.server.key));
  const since = outdated.length === 1 ? 'the snapshot in snapshot_id was' : 'the snapshots in snapshot_id were';
  const line = (snapshot: Snapshot) =>
    `  ${capitalize(describeSnapshot(snapshot))}: ${snapshot.status}, ${formatAge(snapshot.createdAtMs, nowMs)}`;
  return new ActionError({
    summary: `Since ${since} taken, another run has taken one in the same series on ${servers}. Rolling back to the older one would undo that run's release.`,
    state: outdated.flatMap(({ snapshot, later }) => [
      line(snapshot),
      `${line(later)}, taken by run ${readMarker(later)?.runId}`,
    ]),
    hint: 'Run the whole workflow again ("Re-run all jobs"), so that a fresh snapshot is taken before the deploy. Re-running only the failed jobs would use the old one again if another job took it.',
  });
}

/**
 * The error for snapshots given to `mode: wait` that another run has taken: the post step restores none of those, so a
 * deploy could not be rolled back (docs/contract.md, Waiting later).
 * @param own whose snapshots the post step restores
 * @param nowMs milliseconds since the epoch
 * @returns `undefined` if there is none; one without a marker may be this run's
 */
export function foreignError(
  snapshots: readonly Snapshot[],
  own: Pick<Marker, 'repository' | 'runId'>,
  nowMs: number,
): ActionError | undefined {
  const lines = snapshots.flatMap((snapshot) => {
    const marker = readMarker(snapshot);
    if (!marker || isOfRun(snapshot, own)) return [];
    const taker = marker.repository === own.repository ? `run ${marker.runId}` : 'another repository';
    const age = formatAge(snapshot.createdAtMs, nowMs);
    return `  ${capitalize(describeSnapshot(snapshot))}: ${snapshot.status}, ${age}, taken by ${taker}`;
  });
  if (lines.length === 0) return undefined;
  return new ActionError({
    summary: `snapshot_id names ${lines.length === 1 ? 'a snapshot' : 'snapshots'} of another run. After the job, only a snapshot that this run took is restored, so a deploy could not be rolled back.`,
    state: lines,
    hint: 'Set snapshot_id to the output `snapshots` of a step of this run. To restore a snapshot of another run, use a step with `mode: rollback`.',
  });
}

/**
 * The warning about completed snapshots that are older than one that a re-run would reuse.
 * @param nowMs milliseconds since the epoch
 * @returns `undefined` if there is none
 */
export function ageWarning(snapshots: readonly Snapshot[], nowMs: number): string | undefined {
  const lines = snapshots.flatMap((snapshot) => {
    const { createdAtMs } = snapshot;
    if (!isCompleted(snapshot) || createdAtMs === undefined || nowMs - createdAtMs < MAX_REUSE_AGE_MS) return [];
    const discarded = formatDiscarded(createdAtMs, nowMs - createdAtMs);
    return `${capitalize(describeSnapshot(snapshot))} was taken ${formatAge(createdAtMs, nowMs)}: a rollback to it would discard ${discarded}.`;
  });
  if (lines.length === 0) return undefined;
  return [...lines, 'For a fresh snapshot before the deploy, run the whole workflow again.'].join('\n');
}
