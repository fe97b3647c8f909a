import type { Snapshot } from '../vps/schema.ts';

/** The status of a snapshot that can be restored (vps-api.md, Snapshots). */
const COMPLETE = 'completed';
/** Ends without a snapshot (vps-api.md, Not documented). */
const ENDED = ['failed', 'error', 'errored', 'cancelled', 'canceled', 'deleted'];

/** True for a snapshot that can be restored. */
export function isComplete({ status }: Pick<Snapshot, 'status'>): boolean {
  return status === COMPLETE;
}

/** True for a snapshot that never becomes complete. */
export function hasFailed({ status }: Pick<Snapshot, 'status'>): boolean {
  return ENDED.includes(status);
}

/** True for a status that the API's pages do not show; it counts as unfinished. */
export function isUnknown({ status }: Pick<Snapshot, 'status'>): boolean {
  return status !== COMPLETE && status !== 'in_progress' && !ENDED.includes(status);
}

/** The snapshot as an error or a line of the log names it. */
export function describe({ id, name, server }: Snapshot): string {
  return `snapshot ${id} "${name}" of ${named(server)}`;
}

/** The same where the name is known already: with forty letters of a commit the line would not fit the page. */
export function inShort({ id, server }: Snapshot): string {
  return `snapshot ${id} of ${named(server)}`;
}

function named({ id, name }: Snapshot['server']): string {
  return `server ${id}${name && ` (${name})`}`;
}

/** The time a snapshot was taken, for sorting, in milliseconds since the epoch; unknown times come first. */
function takenAt({ createdAt }: Snapshot): number {
  return createdAt === '' ? 0 : Date.parse(createdAt);
}

/** Orders snapshots, the oldest first; where times are alike, the lower id. */
export function byAge(a: Snapshot, b: Snapshot): number {
  return takenAt(a) - takenAt(b) || Number(a.id) - Number(b.id) || 0;
}
