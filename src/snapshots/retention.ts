import { type Id, isNamedBy } from '../vps/id.ts';
import type { Snapshot } from '../vps/schema.ts';
import { hasFailed, isCompleted } from '../vps/status.ts';
import { byAge } from './list.ts';
import {
  isLaterRelease,
  isManaged,
  isOfAnySeries,
  isOfSeries,
  type Marker,
  readMarker,
  seriesLabel,
} from './marker.ts';
import type { RetentionDecision } from './record.ts';

const DAY_MS = 86_400_000;

/** How many snapshots of a series stay, counted as in restic: a snapshot stays if any rule keeps it. */
export interface RetentionPolicy {
  /** The newest N. */
  readonly keep: number | undefined;
  /** The newest of each of the last N days (UTC) that have one. */
  readonly keepDaily: number | undefined;
  /** The newest of each of the last N ISO weeks (UTC) that have one. */
  readonly keepWeekly: number | undefined;
}

/** A completed snapshot whose age is known. */
type Dated = Snapshot & { readonly createdAtMs: number };

function isDated(snapshot: Snapshot): snapshot is Dated {
  return isCompleted(snapshot) && snapshot.createdAtMs !== undefined;
}

/** The day of a time, such as `2025-01-16`. */
export function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** The ISO week of a time, such as `2025-W03`: it belongs to the year of its Thursday (ISO 8601). */
export function isoWeekOf(atMs: number): string {
  const weekday = (new Date(atMs).getUTCDay() + 6) % 7;
  const thursdayMs = atMs + (3 - weekday) * DAY_MS;
  const year = new Date(thursdayMs).getUTCFullYear();
  const week = 1 + Math.floor((thursdayMs - Date.UTC(year, 0, 1)) / (7 * DAY_MS));
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** True if the policy keeps anything at all, so that the rest may be deleted. */
export function hasPolicy({ keep, keepDaily, keepWeekly }: RetentionPolicy): boolean {
  return [keep, keepDaily, keepWeekly].some((count) => count !== undefined);
}

/**
 * The snapshot for which retention makes room: the one that this step has taken, or the one that is still to be taken.
 */
export interface NewestSnapshot {
  /** Id of this step's snapshot: it stays, and so does what other runs took after it, because they still need that. */
  readonly taken?: Id | undefined;
  /** When the next snapshot would be taken, in milliseconds since the epoch: it counts although it does not exist yet. */
  readonly comingAtMs?: number | undefined;
}

/** The time of a snapshot; if `snapshot` is absent, that snapshot is still to be taken. */
interface Entry {
  readonly atMs: number;
  readonly snapshot?: Snapshot;
}

/**
 * Which snapshots of one series on one server a policy keeps, and why. Never deleted: what has not completed, what is
 * of unknown age, what this run took, this step's snapshot and what is newer, and the newest one (docs/contract.md,
 * What must never happen, 3).
 * @param snapshots of the series, in any order
 * @param runId the run that must not delete its own
 */
export function decideRetention(
  snapshots: readonly Snapshot[],
  policy: RetentionPolicy,
  runId: string,
  { taken, comingAtMs }: NewestSnapshot = {},
): RetentionDecision[] {
  const own = taken === undefined ? undefined : snapshots.find((snapshot) => isNamedBy(snapshot, taken));
  const dated: Entry[] = snapshots
    .filter(isDated)
    .sort((a, b) => b.createdAtMs - a.createdAtMs || Number(b === own) - Number(a === own) || byAge(b, a))
    .map((snapshot) => ({ atMs: snapshot.createdAtMs, snapshot }));
  const coming = comingAtMs === undefined ? [] : [{ atMs: comingAtMs }];
  const reasons = keptBy([...coming, ...dated], policy);
  return snapshots.map((snapshot) => {
    const reason = isDated(snapshot)
      ? (reasons.get(snapshot) ?? protection(snapshot, own, runId))
      : isCompleted(snapshot)
        ? 'its age is unknown'
        : `not completed (${snapshot.status})`;
    return { snapshot, stays: reason !== undefined, reason: reason ?? `beyond ${policyText(policy)}` };
  });
}

/**
 * Why a snapshot stays although no rule keeps it; `undefined` if it does not.
 * @param own this step's snapshot
 */
function protection(snapshot: Dated, own: Snapshot | undefined, runId: string): string | undefined {
  if (snapshot === own) return 'the snapshot of this step';
  if (readMarker(snapshot)?.runId === runId) return 'taken by this run';
  return own && isNewer(snapshot, own) ? "newer than this step's snapshot" : undefined;
}

function isNewer(snapshot: Dated, own: Snapshot): boolean {
  if (own.createdAtMs !== undefined) return snapshot.createdAtMs > own.createdAtMs;
  const marker = readMarker(own);
  return marker !== undefined && isLaterRelease(snapshot, own, marker);
}

/** Why each snapshot is kept; those that no rule keeps are not in it. */
function keptBy(
  newestFirst: readonly Entry[],
  { keep, keepDaily, keepWeekly }: RetentionPolicy,
): Map<Snapshot, string> {
  const reasons = new Map<Snapshot, string>();
  const add = ({ snapshot }: Entry, reason: string) => {
    if (snapshot && !reasons.has(snapshot)) reasons.set(snapshot, reason);
  };
  for (const entry of newestFirst.slice(0, keep ?? 0)) add(entry, `among the newest ${keep} (keep)`);
  for (const [day, entry] of newestOfEach(newestFirst, dayOf, keepDaily)) add(entry, `newest of ${day} (keep_daily)`);
  for (const [week, entry] of newestOfEach(newestFirst, isoWeekOf, keepWeekly)) {
    add(entry, `newest of ${week} (keep_weekly)`);
  }
  const [first] = newestFirst;
  if (first) add(first, 'the newest of its series');
  return reasons;
}

/** The newest entry of each of the last periods that have one. */
function newestOfEach(
  newestFirst: readonly Entry[],
  periodOf: (atMs: number) => string,
  count: number | undefined,
): [string, Entry][] {
  const newest = new Map<string, Entry>();
  for (const entry of newestFirst) {
    const period = periodOf(entry.atMs);
    if (!newest.has(period)) newest.set(period, entry);
  }
  return [...newest].slice(0, count ?? 0);
}

function policyText({ keep, keepDaily, keepWeekly }: RetentionPolicy): string {
  return Object.entries({ keep, keep_daily: keepDaily, keep_weekly: keepWeekly })
    .flatMap(([name, count]) => (count === undefined ? [] : `${name}: ${count}`))
    .join(', ');
}

/** The managed snapshots of one series among those of a server. */
export function ofSeries(snapshots: readonly Snapshot[], own: Pick<Marker, 'repository' | 'series'>): Snapshot[] {
  return snapshots.filter((snapshot) => isOfSeries(snapshot, own));
}

/**
 * What pruning decides for everything on one server: every series of this repository separately, or only the given one.
 * The series of safety snapshots counts only if it is given.
 * @param series hash of the one series; `undefined` for all
 */
export function decidePrune(
  snapshots: readonly Snapshot[],
  policy: RetentionPolicy,
  own: Pick<Marker, 'repository' | 'runId'>,
  series: string | undefined,
): RetentionDecision[] {
  const ofSeries = snapshots.filter((snapshot) => isOfAnySeries(snapshot, own, series));
  const groups = Map.groupBy(ofSeries, (snapshot) => readMarker(snapshot)?.series);
  const decided = [...groups.values()].flatMap((group) => decideRetention(group, policy, own.runId));
  return withOthers(snapshots, decided, own);
}

/**
 * What is decided for each snapshot of a server: those without a decision stay, because they do not belong to the
 * series.
 */
export function withOthers(
  snapshots: readonly Snapshot[],
  decided: readonly RetentionDecision[],
  own: Pick<Marker, 'repository'>,
): RetentionDecision[] {
  return snapshots.map(
    (snapshot) =>
      decided.find((decision) => decision.snapshot === snapshot) ?? {
        snapshot,
        stays: true,
        reason: isManaged(snapshot, own)
          ? `another series (${seriesLabel(snapshot)})`
          : 'not created by this repository',
      },
  );
}

/**
 * The oldest completed snapshot of a series that a new one may replace.
 * @param mayReplaceAny true if it may also be the newest one of the series, or one that this run took
 */
export function oldestReplaceable(
  series: readonly Snapshot[],
  runId: string,
  mayReplaceAny: boolean,
): Snapshot | undefined {
  const dated = series.filter(isDated).sort((a, b) => byAge(b, a));
  if (mayReplaceAny) return dated.at(-1);
  return dated.slice(1).findLast((snapshot) => readMarker(snapshot)?.runId !== runId);
}

/** Failed snapshots of a series that only take up room: if their size is missing or 0, nothing is stored in them. */
export function failedOnes(series: readonly Snapshot[]): Snapshot[] {
  return series.filter((snapshot) => hasFailed(snapshot) && (snapshot.sizeMb ?? 0) === 0);
}
