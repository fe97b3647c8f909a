import type { ServerForm } from './dialect.ts';
import type { EmulatedId } from './identity.ts';

/** One step of a status. `atMs` is API time since the call that the timeline belongs to. */
export interface StatusStep {
  atMs: number;
  status: string;
}

/** How a snapshot develops after its creation. All times are ms of API time since then. */
export interface SnapshotPlan {
  timeline: StatusStep[];
  /** No list shows it for this long. */
  hiddenMs: number;
  /** After this long, no call finds it any more; absent: never. */
  goneAfterMs?: number;
  /** The API drops the description that was sent. */
  dropDescription: boolean;
  /** Size in MB, shown once the status is `completed`; null before. */
  sizeMb: number;
  /** Status of the server while this snapshot is being created; absent: the server's status does not change. */
  serverTimeline?: StatusStep[];
  /** Fields of the snapshot shown instead of the usual ones; an `undefined` one is left out. */
  overrides?: Record<string, unknown>;
}

/** How a restore develops. All times are ms of API time since the restore request. */
export interface RestorePlan {
  timeline: StatusStep[];
  /** Reads of the server keep showing the earlier status for this long; absent: they do not lag. */
  hiddenMs?: number;
  /** The last status of the timeline is `stopped` instead: the server has to be started after the restore. */
  endsStopped?: boolean;
  /** How the response names the server; absent: as an object with the fields of the dialect and its status. */
  serverForm?: ServerForm;
  /** The response names this server instead of the one that is being restored. */
  namesServer?: EmulatedId;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

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

/** Power actions without a plan. The durations are assumptions: VPS.org documents none. */
export const USUAL_POWER = {
  start: [
    { atMs: 0, status: 'starting' },
    { atMs: 20 * SECOND, status: 'active' },
  ],
  stop: [
    { atMs: 0, status: 'stopping' },
    { atMs: 30 * SECOND, status: 'stopped' },
  ],
  restart: [
    { atMs: 0, status: 'restarting' },
    { atMs: 40 * SECOND, status: 'active' },
  ],
  hard_stop: [{ atMs: 0, status: 'stopped' }],
} satisfies Record<string, StatusStep[]>;

/** Statuses of a snapshot that failed: unless an option says so, these do not count towards the limit. */
export const FAILED_STATUSES: ReadonlySet<string> = new Set([
  'failed',
  'error',
  'errored',
  'cancelled',
  'canceled',
  'deleted',
]);

/**
 * The status after `elapsedMs` of API time: that of the last step reached, or of the first step before any is. The
 * steps must be in chronological order. Throws on an empty timeline.
 */
export function statusAt(timeline: readonly StatusStep[], elapsedMs: number): string {
  const step = timeline.findLast(({ atMs }) => atMs <= elapsedMs) ?? timeline[0];
  if (step === undefined) {
    throw new Error('A timeline needs at least one step.');
  }
  return step.status;
}

/** Whether the last step of the timeline has been reached after `elapsedMs` of API time. */
export function isOver(timeline: readonly StatusStep[], elapsedMs: number): boolean {
  return elapsedMs >= (timeline.at(-1)?.atMs ?? 0);
}

/** The timeline with another status at its end. */
export function endingIn(timeline: readonly StatusStep[], status: string): StatusStep[] {
  return timeline.map((step, index) => (index === timeline.length - 1 ? { ...step, status } : step));
}
