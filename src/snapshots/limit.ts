import { ActionError } from '../errors.ts';
import { capitalize, formatAge, formatServerIds, formatSize } from '../format.ts';
import { describeSnapshot, quoteName } from '../vps/describe.ts';
import type { ServerRef, Snapshot } from '../vps/schema.ts';
import { hasFailed, isCompleted } from '../vps/status.ts';
import type { ServerSnapshots } from './list.ts';
import { BEFORE_ROLLBACK, isManaged, type Marker, readMarker, seriesHash, seriesLabel } from './marker.ts';
import type { DeleteRecord, RetentionDecision } from './record.ts';
import {
  decideRetention,
  failedOnes,
  hasPolicy,
  type NewestSnapshot,
  ofSeries,
  oldestReplaceable,
  type RetentionPolicy,
  withOthers,
} from './retention.ts';

/** A server can have this many snapshots (docs/api.md, Snapshots). */
export const MAX_SNAPSHOTS = 5;
/** A limit error names series that no workflow has written to for this long, in milliseconds. */
const STALE_SERIES_MS = 30 * 86_400_000;

/** What a step may delete to free a slot. */
export interface RoomRules {
  readonly policy: RetentionPolicy;
  readonly onLimit: 'fail' | 'replace_oldest';
  /** `replace_oldest` may delete any completed one of the series: the newest, and what this run took; false if absent. */
  readonly mayReplaceAny?: boolean;
  /** Never deleted: the sources of restores that are about to start. */
  readonly sources?: readonly Snapshot[];
}

/** What has to be deleted before a snapshot can be created, and whether that is enough. */
export interface RoomPlan {
  readonly deletes: readonly DeleteRecord[];
  readonly isEnough: boolean;
}

/**
 * Plans how to make room on a server for new snapshots: by deleting failed ones of the series, then what `keep*` would
 * delete anyway, then what `on_limit` allows (docs/contract.md, Snapshot). Nothing is planned if there is room.
 * @param needed how many new snapshots need room
 */
export function planRoom(
  { snapshots, unreadable }: ServerSnapshots,
  own: Marker,
  { policy, onLimit, mayReplaceAny = false, sources = [] }: RoomRules,
  needed: number,
): RoomPlan {
  const series = ofSeries(snapshots, own).filter((snapshot) => !sources.some(({ key }) => key === snapshot.key));
  const deletes: DeleteRecord[] = [];
  const remaining = () => snapshots.filter((snapshot) => !deletes.some(({ target }) => target === snapshot));
  const isCrowded = () => remaining().length + unreadable + needed > MAX_SNAPSHOTS;
  // Whether failed snapshots count is not documented: for a completed one to be deleted, the API has to say so.
  const isFull = () => countWithoutFailed(remaining()) + unreadable + needed > MAX_SNAPSHOTS;
  const add = (target: Snapshot, reason: string) => deletes.push({ target, reason, stage: 'checked' });

  if (isCrowded()) for (const failed of failedOnes(series)) add(failed, 'failed; it only takes up a slot');
  if (isFull() && hasPolicy(policy)) {
    const expired = decideRetention(series, policy, own.runId).filter(({ stays }) => !stays);
    for (const { snapshot, reason } of expired) if (isFull()) add(snapshot, reason);
  }
  while (isFull() && onLimit === 'replace_oldest') {
    const left = series.filter((snapshot) => remaining().includes(snapshot));
    const oldest = oldestReplaceable(left, own.runId, mayReplaceAny);
    if (!oldest) break;
    add(oldest, 'the oldest of its series (on_limit: replace_oldest)');
  }
  const isEnough = !isFull();
  return { deletes: isEnough ? deletes : [], isEnough };
}

function countWithoutFailed(snapshots: readonly Snapshot[]): number {
  return snapshots.filter((snapshot) => !hasFailed(snapshot)).length;
}

/** How many new snapshots need room, for a plan that frees a slot although the list may show a free one. */
export function neededIfFull({ snapshots, unreadable }: ServerSnapshots): number {
  return Math.max(1, MAX_SNAPSHOTS + 1 - countWithoutFailed(snapshots) - unreadable);
}

/** What a new snapshot will cost the snapshots before it. */
export interface Forecast {
  /** What has to be deleted first, to make room. */
  readonly replaced: readonly DeleteRecord[];
  /** What `keep*` then decides about the rest: it leaves what does not belong to the series. */
  readonly decisions: readonly RetentionDecision[];
  /** What is left on the server, without the new snapshot. */
  readonly left: ServerSnapshots;
}

/**
 * Foresees what a step will do: the room that it makes, and the retention after it.
 * @param newest the snapshot that it reuses, for which no room is made, or when it takes one
 */
export function foresee(there: ServerSnapshots, own: Marker, rules: RoomRules, newest: NewestSnapshot): Forecast {
  const replaced = newest.taken === undefined ? planRoom(there, own, rules, 1).deletes : [];
  const rest = there.snapshots.filter(({ key }) => !replaced.some(({ target }) => target.key === key));
  const decisions = hasPolicy(rules.policy)
    ? withOthers(rest, decideRetention(ofSeries(rest, own), rules.policy, own.runId, newest), own)
    : [];
  const expired = decisions.filter(({ stays }) => !stays);
  const snapshots = rest.filter(({ key }) => !expired.some(({ snapshot }) => snapshot.key === key));
  return { replaced, decisions, left: { ...there, snapshots } };
}

/** A snapshot that a limit error offers to replace; `undefined` if `on_limit: replace_oldest` would not help. */
export function replacementOffer(
  there: ServerSnapshots,
  own: Marker,
  policy: RetentionPolicy,
): readonly DeleteRecord[] | undefined {
  const { deletes, isEnough } = planRoom(there, own, { policy, onLimit: 'replace_oldest' }, neededIfFull(there));
  return isEnough ? deletes : undefined;
}

/** A server at its limit, with its snapshots. */
export interface ServerAtLimit {
  readonly server: ServerRef;
  readonly there: ServerSnapshots;
  readonly own: Marker;
}

/**
 * The error for servers without room.
 * @param problem what they have, after the verb, and what was not done because of it
 * @param more text to append to the summary
 * @param needed how many new snapshots need room
 */
export function limitError(
  full: readonly ServerAtLimit[],
  { policy, onLimit }: RoomRules,
  nowMs: number,
  { problem = `reached the limit of ${MAX_SNAPSHOTS} snapshots. No snapshot was created`, more = '', needed = 1 } = {},
): ActionError {
  const offers = full.map(({ there, own }) => replacementOffer(there, own, policy));
  const victims = offers.flatMap((offer) => offer ?? []).map(({ target }) => describeSnapshot(target));
  const isOffered = onLimit === 'fail' && offers.every((offer) => offer !== undefined);
  const offer = isOffered ? `; or set \`on_limit: replace_oldest\`, which would delete ${victims.join(', ')}` : '';
  const servers = capitalize(formatServerIds(full.map(({ server }) => server.key)));
  const has = full.length === 1 ? 'has' : 'have';
  const missing = Math.max(1, ...full.map(({ there, own }) => missingSlots(there, own, policy, needed)));
  return new ActionError({
    summary: `${servers} ${has} ${problem}.${more}`,
    state: full.flatMap(({ server, there, own }) => [
      `Snapshots on server ${server.key}:`,
      ...formatSnapshotList(there, own, nowMs),
      ...staleSeries(there, own, nowMs),
      ...spareSafetySnapshots(there, own),
    ]),
    hint: `Delete ${missing === 1 ? 'one' : missing} you no longer need${full.length === 1 ? '' : ' on each'}, either with \`mode: delete\` or in the VPS.org control panel${offer}.`,
  });
}

/**
 * How many snapshots somebody has to delete, besides the failed ones and those that `keep*` would delete, for new ones to
 * have room.
 */
function missingSlots(there: ServerSnapshots, own: Marker, policy: RetentionPolicy, needed: number): number {
  const rules: RoomRules = { policy, onLimit: 'fail' };
  const fitting = Array.from({ length: needed }, (_, count) => count).filter(
    (count) => planRoom(there, own, rules, count).isEnough,
  );
  return needed - Math.max(0, ...fitting);
}

/** What a server has, a line for each snapshot: id, name, status, age, size and owner. */
export function formatSnapshotList(
  { snapshots, unreadable }: ServerSnapshots,
  own: Pick<Marker, 'repository'>,
  nowMs: number,
): string[] {
  const lines = snapshots.map((snapshot) => {
    const { key, name, status, createdAtMs, sizeMb } = snapshot;
    const owner = isManaged(snapshot, own)
      ? `created by this repository, series ${seriesLabel(snapshot)}`
      : 'created elsewhere';
    return `  ${key} ${quoteName(name)}, ${status}, ${formatAge(createdAtMs, nowMs)}, ${formatSize(sizeMb)}, ${owner}`;
  });
  if (unreadable > 0) lines.push(`  and ${unreadable} that cannot be read`);
  return lines.length > 0 ? lines : ['  none'];
}

/** No `keep*` of another series deletes safety snapshots: if they take up several slots, people must be told how to. */
function spareSafetySnapshots({ snapshots }: ServerSnapshots, own: Marker): string[] {
  const spare = ofSeries(snapshots, { ...own, series: seriesHash(BEFORE_ROLLBACK) }).filter(
    (snapshot) => isCompleted(snapshot) && readMarker(snapshot)?.runId !== own.runId,
  );
  if (spare.length < 2) return [];
  return [
    `${spare.length} of the snapshots on the server are safety snapshots of earlier runs: \`mode: prune\` with \`series: ${BEFORE_ROLLBACK}\` and \`keep: 1\` deletes all but the newest.`,
  ];
}

/**
 * Series of this repository that no workflow has written to for 30 days: their snapshots are never deleted
 * automatically.
 */
function staleSeries({ snapshots }: ServerSnapshots, own: Marker, nowMs: number): string[] {
  const managed = snapshots.filter((snapshot) => isManaged(snapshot, own));
  const groups = [...Map.groupBy(managed, (snapshot) => readMarker(snapshot)?.series).values()];
  return groups.flatMap((group) => {
    const isStale = group.every(
      ({ createdAtMs }) => createdAtMs !== undefined && nowMs - createdAtMs > STALE_SERIES_MS,
    );
    const [first] = group;
    return isStale && first ? [`No workflow has written to series ${seriesLabel(first)} for 30 days.`] : [];
  });
}
