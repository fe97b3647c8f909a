import { type Id, isNamedBy } from '../vps/id.ts';
import type { ServerRef, Snapshot } from '../vps/schema.ts';
import { readMarker } from './marker.ts';

/** The API may round the same time differently in another response, by up to this much, in milliseconds. */
const SAME_TIME_MS = 60_000;

/** What the main step saved of one server's snapshot. */
export interface OwnSnapshot {
  readonly server: ServerRef;
  readonly name: string;
  /** `null` if the response to its create never arrived, or if there was none. */
  readonly snapshotId: Id | null;
  /** Its create was sent and not refused. */
  readonly requested: boolean;
  /** What carried the step's marker before that: an earlier attempt took it, and the step did not reuse it. */
  readonly earlierIds: readonly Id[];
  /** Milliseconds since the epoch; `null` if it is unknown. */
  readonly createdAtMs: number | null;
}

/**
 * The snapshot that a step took, found again after the job. It must carry this step's marker: an id alone may belong to
 * another snapshot by now. If the API drops or cuts descriptions, name and time count in place of the marker.
 * @param isOwn whether a snapshot carries this step's marker
 */
export function findOwn(
  saved: OwnSnapshot,
  snapshots: readonly Snapshot[],
  isOwn: (snapshot: Snapshot) => boolean,
): Snapshot | undefined {
  const { snapshotId } = saved;
  if (snapshotId === null) {
    if (!saved.requested) return undefined;
    return snapshots.findLast((one) => isOwn(one) && !saved.earlierIds.some((id) => isNamedBy(one, id)));
  }
  const matches = snapshots.filter((snapshot) => isNamedBy(snapshot, snapshotId));
  const [snapshot] = matches;
  if (!snapshot || matches.length > 1) return undefined;
  return isOwn(snapshot) || (!readMarker(snapshot) && isAsSaved(snapshot, saved)) ? snapshot : undefined;
}

function isAsSaved(snapshot: Snapshot, { name, createdAtMs }: OwnSnapshot): boolean {
  const seenMs = snapshot.createdAtMs ?? createdAtMs ?? 0;
  return snapshot.name === name && Math.abs(seenMs - (createdAtMs ?? seenMs)) <= SAME_TIME_MS;
}
