import { type Id, isNamedBy } from '../vps/id.ts';
import type { ServerRef, Snapshot } from '../vps/schema.ts';
import { readMarker } from './marker.ts';

/** The API may round the same time differently in another response, by up to this much, in milliseconds. */
const SAME_TIME_MS = 60_000;

/** What the main step saved of one server's snapshot. */
export interface OwnSnapshot {
  readonly server: ServerRef;
  readonly name: string;
  /** `null` if the response to its create never arrived. */
  readonly snapshotId: Id | null;
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
  if (snapshotId === null) return snapshots.findLast(isOwn);
  const matches = snapshots.filter((snapshot) => isNamedBy(snapshot, snapshotId));
  const [snapshot] = matches;
  if (!snapshot || matches.length > 1) return undefined;
  return isOwn(snapshot) || (!readMarker(snapshot) && isAsSaved(snapshot, saved)) ? snapshot : undefined;
}

function isAsSaved(snapshot: Snapshot, { name, createdAtMs }: OwnSnapshot): boolean {
  const seenMs = snapshot.createdAtMs ?? createdAtMs ?? 0;
  return snapshot.name === name && Math.abs(seenMs - (createdAtMs ?? seenMs)) <= SAME_TIME_MS;
}
