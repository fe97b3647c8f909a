import { formatAge, formatDuration } from '../format.ts';
import { describeSnapshot } from '../vps/describe.ts';
import type { Snapshot } from '../vps/schema.ts';
import { hasFailed, isCompleted } from '../vps/status.ts';
import { isOfStep, laterRelease, type Marker, readMarker } from './marker.ts';
import { STUCK_MS } from './wait.ts';

/** A completed snapshot of an earlier attempt is reused up to this age, in milliseconds (docs/contract.md, Snapshot). */
export const MAX_REUSE_AGE_MS = 2 * 60 * 60_000;

/** Which snapshot of an earlier attempt a step reuses. */
export interface ReuseDecision {
  /** `undefined`: another one is created. */
  readonly snapshot: Snapshot | undefined;
  /** Lines for the log that say why. */
  readonly log: readonly string[];
}

/**
 * Decides whether a re-run reuses the snapshot that an earlier attempt of this step took: the oldest one that is safe,
 * because after a half-finished deploy that is the state to return to (docs/contract.md, Snapshot).
 * @param snapshots of the server, the oldest first
 * @param own the marker of this step
 * @param attempt of this run; `undefined` if the runner counts none: then whatever this step took belongs to an earlier
 *   one
 */
export function decideReuse(
  snapshots: readonly Snapshot[],
  own: Marker,
  attempt: number | undefined,
  nowMs: number,
): ReuseDecision {
  const earlier = snapshots.filter((snapshot) => {
    if (!isOfStep(snapshot, own) || hasFailed(snapshot)) return false;
    return attempt === undefined || (readMarker(snapshot)?.attempt ?? attempt) < attempt;
  });
  const objections = earlier.map((snapshot) => ({ snapshot, reason: objection(snapshot, snapshots, nowMs) }));
  const safe = objections.find(({ reason }) => reason === undefined)?.snapshot;
  if (!safe) return { snapshot: undefined, log: objections.map(({ snapshot, reason }) => refusal(snapshot, reason)) };
  const age = safe.createdAtMs === undefined ? 0 : Math.max(0, nowMs - safe.createdAtMs);
  return {
    snapshot: safe,
    log: [
      `Reusing ${describeSnapshot(safe)} from an earlier attempt of this step: status ${safe.status}, taken ${formatAge(safe.createdAtMs, nowMs)}. A rollback to it would discard the last ${formatDuration(age)} of writes.`,
    ],
  };
}

/** Why a snapshot is not safe to reuse; `undefined` if it is. */
function objection(snapshot: Snapshot, snapshots: readonly Snapshot[], nowMs: number): string | undefined {
  const { createdAtMs } = snapshot;
  if (createdAtMs === undefined) return 'its age is unknown';
  const later = laterRelease(snapshot, snapshots);
  if (later) return `another run has since taken ${describeSnapshot(later)} in the same series`;
  const ageMs = nowMs - createdAtMs;
  if (isCompleted(snapshot)) return ageMs < MAX_REUSE_AGE_MS ? undefined : 'it is older than 2 h';
  return ageMs < STUCK_MS ? undefined : 'it has been in progress for over 60 min and may be stuck';
}

function refusal(snapshot: Snapshot, reason = ''): string {
  const wayOut = isCompleted(snapshot)
    ? 'The earlier one is kept.'
    : 'If it is stuck, delete it with `mode: delete` or in the VPS.org control panel.';
  return `Not reusing ${describeSnapshot(snapshot)} from an earlier attempt of this step: ${reason}. Creating another. ${wayOut}`;
}
