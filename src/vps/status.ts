/** The only status of a snapshot that can be restored (docs/api.md, Snapshots). */
export const COMPLETED = 'completed';
const IN_PROGRESS = 'in_progress';
/** These end without a snapshot (docs/api.md, Unknown). */
const FAILED = ['failed', 'failure', 'error', 'errored', 'cancelled', 'canceled', 'deleted', 'deleting'];

/** A server that runs (docs/api.md, Servers). */
export const ACTIVE = 'active';
export const STOPPED = 'stopped';
/** A server, or a snapshot, of which the API shows no status. */
export const UNKNOWN = 'unknown';
export const SUSPENDED = 'suspended';
/** A server while a snapshot is written over its disk (docs/api.md, Snapshots). */
export const RESTORING = 'restoring';

interface WithStatus {
  readonly status: string;
}

/** True for a snapshot that can be restored. */
export function isCompleted({ status }: WithStatus): boolean {
  return status === COMPLETED;
}

/** True for a snapshot that never completes. */
export function hasFailed({ status }: WithStatus): boolean {
  return FAILED.includes(status);
}

/** True for a snapshot that may still complete: an undocumented status counts as unfinished. */
export function isUnfinished(snapshot: WithStatus): boolean {
  return !isCompleted(snapshot) && !hasFailed(snapshot);
}

/** True for a status of a snapshot that the API does not document. */
export function isUndocumented(snapshot: WithStatus): boolean {
  return isUnfinished(snapshot) && snapshot.status !== IN_PROGRESS;
}

/** True for a server that a restore has left unusable for good. */
export function isBroken({ status }: WithStatus): boolean {
  return status === SUSPENDED || FAILED.includes(status);
}
