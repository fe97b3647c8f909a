import type { ActionError } from '../errors.ts';
import type { Id } from '../vps/id.ts';
import type { ServerRef, Snapshot } from '../vps/schema.ts';

/** What is known about the snapshot of one server in this step. */
export interface SnapshotRecord {
  readonly server: ServerRef;
  /** The name that the snapshot is to have. */
  readonly name: string;
  /** A create was sent: from then on a snapshot may be in progress. */
  requested: boolean;
  /** The snapshot as the API last showed it. */
  snapshot?: Snapshot;
  /** Taken by an earlier attempt of this step. */
  reused: boolean;
  /**
   * What carried this step's marker before the step took anything: a runner that counts no attempts cannot tell it from
   * what this one takes.
   */
  earlierIds?: readonly Id[];
  /** It had completed before this step: `mode: wait` had nothing to wait for. */
  readonly wasCompleted?: boolean;
  /** When it was requested, or when the wait for a reused one started, in milliseconds since the epoch. */
  startedAtMs?: number;
  /** From then until it was seen to have completed or failed, in milliseconds. */
  durationMs?: number;
  /** With `stop_server`: for how long the server was down, in milliseconds. */
  downMs?: number;
  failure?: ActionError;
}

/** What is known about a snapshot that is to be deleted. */
export interface DeleteRecord {
  readonly target: Snapshot;
  /** Why, for people, such as `beyond keep: 3`. */
  readonly reason: string;
  stage: 'checked' | 'requested' | 'deleted' | 'failed';
  failure?: ActionError;
}

/** What retention decided for one snapshot, for the dry run. */
export interface RetentionDecision {
  readonly snapshot: Snapshot;
  readonly stays: boolean;
  /** Why, for people, such as `newest of 2025-01-16 (keep_daily)` or `not created by this repository`. */
  readonly reason: string;
}
