import type { Failure } from '../failure.ts';
import type { Id } from '../vps/id.ts';
import type { Snapshot } from '../vps/schema.ts';

/** What is known of the snapshot of one server in this step. */
export interface SnapshotRecord {
  readonly server: Id;
  /** The name that it is to have. */
  readonly name: string;
  /** A create was sent: from then on one may be under way. */
  requested: boolean;
  /** The snapshot as the API last showed it. */
  snapshot?: Snapshot;
  /** False where one of an earlier attempt was taken over. */
  created: boolean;
  /** When it was requested, or the wait for one taken over began, in milliseconds since the epoch. */
  beganAt?: number;
  /** From then until it was seen complete, or to have failed, in milliseconds. */
  tookMs?: number;
  failure?: Failure;
}

/** What is known of a snapshot that is to be deleted. */
export interface DeleteRecord {
  readonly target: Snapshot;
  stage: 'checked' | 'requested' | 'deleted' | 'failed';
  failure?: Failure;
}

/** How far the restore of one server is. `begun`: accepted, and its end not seen, or not waited for. */
export type RestoreStage = 'checked' | 'requested' | 'begun' | 'over' | 'failed';

/** What is known of the restore of one server in this step. */
export interface RestoreRecord {
  readonly server: Id;
  readonly target: Snapshot;
  stage: RestoreStage;
  /** State of the server as the API last showed it. */
  serverStatus: string;
  /** When it was requested, in milliseconds since the epoch. */
  beganAt?: number;
  /** From then until the server ran again, or was seen to be down, in milliseconds. */
  tookMs?: number;
  failure?: Failure;
}
