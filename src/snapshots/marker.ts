import { createHash } from 'node:crypto';
import type { WorkflowRun } from '../github/workflow-run.ts';
import { quote } from '../text.ts';
import type { Identity } from '../vps/id.ts';
import type { Snapshot } from '../vps/schema.ts';
import { hasFailed } from '../vps/status.ts';

/** The series of the snapshots that `safety_snapshot` takes (docs/contract.md, Series). */
export const BEFORE_ROLLBACK = 'before-rollback';

/** Only at the start of a description does a marker count: the text after it may have come from anyone. */
const MARKER =
  /^\[vps-snapshot:1:(?<repository>[0-9a-f]{16}):(?<series>[0-9a-f]{16}):(?<step>[0-9a-f]{16}):(?<runId>\d{1,20}):(?<attempt>\d{1,9})\]/u;
/** The name of the series after the marker, as JSON. */
const SERIES_NAME = /^\[[^\]]{1,120}\] \S{1,200} series ("(?:[^"\\]|\\.){0,400}")/u;

/** What the description of a managed snapshot says about who took it (docs/contract.md, Marker). */
export interface Marker {
  /** Hash of the repository. */
  readonly repository: string;
  /** Hash of the series. */
  readonly series: string;
  /** Hash of what distinguishes this step from others: run, job, matrix leg, step, name template, server. */
  readonly step: string;
  readonly runId: string;
  /** 0 if the runner counts no attempts. */
  readonly attempt: number;
}

/** Who takes a snapshot. */
export interface SnapshotOrigin {
  readonly run: WorkflowRun;
  readonly series: string;
  /** The template of the name: in a composite action it distinguishes steps that the runner does not. */
  readonly template: string;
}

function hash(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

/**
 * The hash of a repository: of its numeric id, which a repository of the same name created later does not have; of its
 * name if the runner gives no id.
 */
export function repositoryHash({ serverUrl, repositoryId, repository }: WorkflowRun): string {
  return hash(serverUrl.toLowerCase(), repositoryId === '' ? repository.toLowerCase() : repositoryId);
}

/** The hash of a series. */
export function seriesHash(series: string): string {
  return hash(series);
}

/** The series of a job that is given none (docs/contract.md, Series). */
export function defaultSeries({ workflow, job }: WorkflowRun): string {
  return `${workflow}/${job}`;
}

/** The marker of this step's snapshots of a server. */
export function markerOf({ run, series, template }: SnapshotOrigin, server: Identity): Marker {
  return {
    repository: repositoryHash(run),
    series: seriesHash(series),
    step: hash(run.runId, run.job, run.jobIndex, run.action, template, server.key.toLowerCase()),
    runId: run.runId,
    attempt: run.attempt ?? 0,
  };
}

/**
 * The description of a snapshot: the marker, then for people the repository, the commit and the series, then the user's
 * own text. An API that truncates the description or joins its lines damages only that text.
 */
export function formatDescription(origin: SnapshotOrigin, server: Identity, text: string): string {
  const { repository, series, step, runId, attempt } = markerOf(origin, server);
  const marker = `[vps-snapshot:1:${repository}:${series}:${step}:${runId}:${attempt}]`;
  const { run } = origin;
  const head = `${marker} ${run.repository}@${run.sha.slice(0, 7)} series ${JSON.stringify(origin.series)}`;
  return text === '' ? head : `${head}\n${text}`;
}

/** Reads the marker of a snapshot; `undefined` if there is none at the start of its description. */
export function readMarker({ description }: Pick<Snapshot, 'description'>): Marker | undefined {
  const groups = MARKER.exec(description)?.groups;
  if (!groups) return undefined;
  const { repository = '', series = '', step = '', runId = '', attempt = '' } = groups;
  return { repository, series, step, runId, attempt: Number(attempt) };
}

/** The name of a snapshot's series in quotes, or its hash if the description does not give the name. */
export function seriesLabel({ description }: Pick<Snapshot, 'description'>): string {
  const hashed = readMarker({ description })?.series ?? '';
  const [, name] = SERIES_NAME.exec(description) ?? [];
  if (name === undefined) return hashed;
  try {
    const series = String(JSON.parse(name));
    return seriesHash(series) === hashed ? quote(series) : hashed;
  } catch {
    return hashed;
  }
}

/** True for a snapshot that a workflow of this repository took. */
export function isManaged(snapshot: Snapshot, { repository }: Pick<Marker, 'repository'>): boolean {
  return readMarker(snapshot)?.repository === repository;
}

/** True for a managed snapshot of the same series. */
export function isOfSeries(snapshot: Snapshot, own: Pick<Marker, 'repository' | 'series'>): boolean {
  const marker = readMarker(snapshot);
  return marker?.repository === own.repository && marker.series === own.series;
}

/**
 * True for a snapshot of this repository in the series that was given; if none was, in any but `before-rollback`, which
 * counts only if it is named (docs/contract.md, Series).
 * @param series the hash of it
 */
export function isOfAnySeries(
  snapshot: Snapshot,
  own: Pick<Marker, 'repository'>,
  series: string | undefined,
): boolean {
  const marker = readMarker(snapshot);
  if (marker?.repository !== own.repository) return false;
  return series === undefined ? marker.series !== seriesHash(BEFORE_ROLLBACK) : marker.series === series;
}

/** True for a snapshot that any step of this run took. */
export function isOfRun(snapshot: Snapshot, own: Pick<Marker, 'repository' | 'runId'>): boolean {
  const marker = readMarker(snapshot);
  return marker?.repository === own.repository && marker.runId === own.runId;
}

/** True for a snapshot that this very step of this run took, in any attempt. */
export function isOfStep(snapshot: Snapshot, own: Marker): boolean {
  const marker = readMarker(snapshot);
  return marker?.repository === own.repository && marker.step === own.step && marker.series === own.series;
}

/** True for a snapshot that this very step took in this attempt. */
export function isOfAttempt(snapshot: Snapshot, own: Marker): boolean {
  return isOfStep(snapshot, own) && readMarker(snapshot)?.attempt === own.attempt;
}

/**
 * True for a snapshot of the same series that another run took after this one (docs/contract.md, Rollback). After one
 * that failed, nothing was deployed.
 */
export function isLaterRelease(
  other: Snapshot,
  snapshot: Snapshot,
  own: Pick<Marker, 'repository' | 'series' | 'runId'>,
): boolean {
  const marker = readMarker(other);
  if (!marker || hasFailed(other) || !isOfSeries(other, own) || marker.runId === own.runId) return false;
  // Run ids grow: they decide if the API gives no time.
  if (other.createdAtMs === undefined || snapshot.createdAtMs === undefined) {
    return Number(marker.runId) > Number(own.runId);
  }
  return other.createdAtMs > snapshot.createdAtMs;
}

/**
 * The first release of another run in the same series after this snapshot; nothing is released after a safety snapshot.
 */
export function laterRelease(snapshot: Snapshot, snapshots: readonly Snapshot[]): Snapshot | undefined {
  const own = readMarker(snapshot);
  if (own?.series === seriesHash(BEFORE_ROLLBACK)) return undefined;
  return own && snapshots.find((other) => isLaterRelease(other, snapshot, own));
}
