import type { ActionError } from '../errors.ts';
import type { ServerRef, Snapshot } from '../vps/schema.ts';

/**
 * How far along the restore of one server is. `requested`: sent, acceptance unknown. `started`: accepted, its end not
 * seen. `restored`: the server was seen to be active again.
 */
export type RestoreStage = 'checked' | 'requested' | 'started' | 'restored' | 'failed';

/** What is known about the restore of one server in this step. */
export interface RestoreRecord {
  readonly server: ServerRef;
  readonly target: Snapshot;
  stage: RestoreStage;
  /** Only the status `restoring` proves that the restore has started. */
  isUncertain?: boolean;
  /** The API accepted it, or may have; it stays so if the restore fails afterwards. */
  wasAccepted?: boolean;
  /** A reading, not the response, showed that it has started. */
  wasSeen?: boolean;
  /**
   * Status of the server before its restore was requested; empty if the token is not allowed to read it, absent if
   * another step requested it.
   */
  statusBefore?: string;
  /** Status of the server as the API last showed it; empty if it is unknown. */
  serverStatus: string;
  /** When the restore was last requested, in milliseconds since the epoch. */
  startedAtMs?: number;
  /**
   * From then until the server was active again, or was seen to be down for good, in milliseconds; absent if it was never
   * seen down.
   */
  downMs?: number;
  /** From the creation of the snapshot to the restore, in milliseconds: what was written since then is discarded. */
  discardedMs?: number;
  failure?: ActionError;
}

/**
 * True for a restore that counts as done although no reading showed it: it might not have started yet. What another
 * step has started may have been over before the first reading.
 */
export function isUnseen({ stage, wasSeen, statusBefore }: RestoreRecord): boolean {
  return stage === 'restored' && !wasSeen && statusBefore !== undefined;
}
