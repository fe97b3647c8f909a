/** One step of a status. `atMs` is counted in API time from the creation or from the restore request. */
export interface StatusStep {
  atMs: number;
  status: string;
}

/** How a snapshot that is created will go on. All times are ms of API time since its creation. */
export interface SnapshotPlan {
  timeline: StatusStep[];
  /** It is in no list for so long. */
  hiddenMs: number;
  /** After so long it is gone for every call; absent: never. */
  goneAfterMs?: number;
  /** The API forgets the description that was sent. */
  dropDescription: boolean;
  /** Size in MB, told once the status is `completed`; null before. */
  sizeMb: number;
}

/** How a restore will go on. All times are ms of API time since the restore request. */
export interface RestorePlan {
  timeline: StatusStep[];
  /** The list of servers keeps showing the status from before for so long; absent: it does not lag. */
  hiddenMs?: number;
}

const MINUTE = 60_000;

/** A snapshot without a plan: 6 minutes, between the 3 and 10 that the API's own message names. */
export const USUAL_SNAPSHOT: SnapshotPlan = {
  timeline: [
    { atMs: 0, status: 'in_progress' },
    { atMs: 6 * MINUTE, status: 'completed' },
  ],
  hiddenMs: 0,
  dropDescription: false,
  sizeMb: 5120,
};

/** A restore without a plan: 8 minutes, between the 5 and 15 that the API's own message names. */
export const USUAL_RESTORE: RestorePlan = {
  timeline: [
    { atMs: 0, status: 'restoring' },
    { atMs: 8 * MINUTE, status: 'active' },
  ],
};

/** The API's ends without a snapshot: these no longer count for the limit. */
export const FAILED_ENDS: ReadonlySet<string> = new Set([
  'failed',
  'error',
  'errored',
  'cancelled',
  'canceled',
  'deleted',
]);

/**
 * The status after `elapsedMs` of API time: that of the last step reached, or of the first step before any is.
 * The steps must be in order of time; throws on an empty timeline.
 */
export function statusAt(timeline: readonly StatusStep[], elapsedMs: number): string {
  const step = timeline.findLast(({ atMs }) => atMs <= elapsedMs) ?? timeline[0];
  if (step === undefined) {
    throw new Error('A timeline needs at least one step.');
  }
  return step.status;
}
