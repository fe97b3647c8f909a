import { isOver, type RestorePlan, type SnapshotPlan, type StatusStep, statusAt } from './durations.ts';
import type { Identity } from './identity.ts';
import type { RestoreRefusal } from './model-options.ts';

/** A period in which one timeline determines the status of a server, until the next phase. */
export interface Phase {
  /** ms epoch of API time. */
  at: number;
  /** Reads show it only from this time on. */
  shownFrom: number;
  timeline: readonly StatusStep[];
  isRestore: boolean;
}

/** A server in the model. Times are ms epoch of API time. */
export interface Server {
  readonly identity: Identity;
  readonly name: string;
  readonly hostname: string;
  readonly createdAt: number;
  readonly snapshotPlan: Partial<SnapshotPlan>;
  readonly restorePlan: Partial<RestorePlan>;
  readonly password: string;
  readonly overrides: Record<string, unknown>;
  /** Oldest first; never empty. */
  readonly phases: [Phase, ...Phase[]];
  disk: string;
  /** `since` is the time of the first restore request. */
  refusal?: RestoreRefusal & { since?: number };
}

/** A snapshot in the model. Times are ms epoch of API time. */
export interface Snapshot {
  readonly identity: Identity;
  readonly server: Server;
  readonly name: string;
  readonly description: string;
  readonly createdAt: number;
  readonly timeline: readonly StatusStep[];
  /** Lists show it from this time on. */
  readonly listedFrom: number;
  /** It does not exist from this time on. */
  goneFrom: number;
  /** It counts towards the limit up to this time. */
  countedUntil: number;
  readonly sizeBefore: number | null;
  readonly sizeCompleted: number | null;
  /** What was on the server's disk when the snapshot was created. */
  readonly disk: string;
  readonly overrides: Record<string, unknown>;
}

/** The true status of a server. */
export function serverStatus(server: Server, now: number): string {
  const phase = currentPhase(server);
  return statusAt(phase.timeline, now - phase.at);
}

/** The status of a server that a read shows if it is up to date as of `at`. */
export function shownServerStatus({ phases }: Server, at: number): string {
  const phase = phases.findLast(({ shownFrom }) => shownFrom <= at) ?? phases[0];
  return statusAt(phase.timeline, at - phase.at);
}

/** Whether a restore of the server is running. */
export function isRestoring(server: Server, now: number): boolean {
  const { isRestore, timeline, at } = currentPhase(server);
  return serverStatus(server, now) === 'restoring' || (isRestore && !isOver(timeline, now - at));
}

/** When the status of a server was changed by the last call. */
export function changedAt(server: Server): number {
  return currentPhase(server).at;
}

/** The status of a snapshot. */
export function snapshotStatus({ timeline, createdAt }: Snapshot, at: number): string {
  return statusAt(timeline, at - createdAt);
}

/** The size of a snapshot in MB; null while it is unknown. */
export function snapshotSize(snapshot: Snapshot, at: number): number | null {
  return snapshotStatus(snapshot, at) === 'completed' ? snapshot.sizeCompleted : snapshot.sizeBefore;
}

function currentPhase({ phases }: Server): Phase {
  return phases.at(-1) ?? phases[0];
}
