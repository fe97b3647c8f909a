import { Deadline } from '../clock.ts';
import { ActionError } from '../errors.ts';
import { capitalize, formatAge, formatDuration, formatServerIds, pluralize } from '../format.ts';
import { LIST_GRACE_MS } from '../polling/list-grace.ts';
import type { ApiSession } from '../servers/session.ts';
import { describeServer, describeSnapshot } from '../vps/describe.ts';
import { toActionError } from '../vps/errors.ts';
import { type Id, isOther, isSame } from '../vps/id.ts';
import type { List, ServerRef, Snapshot } from '../vps/schema.ts';
import { hasFailed, isCompleted, isUnfinished } from '../vps/status.ts';
import { formatSnapshotList } from './limit.ts';
import { groupByServer, readingSnapshots, type SnapshotsByServer, snapshotsOf } from './list.ts';
import {
  isOfAnySeries,
  isOfStep,
  laterRelease,
  readMarker,
  repositoryHash,
  type SnapshotOrigin,
  seriesHash,
  seriesLabel,
} from './marker.ts';
import {
  findNamed,
  listedOn,
  missingIn,
  type NamedReading,
  type NamedSnapshot,
  type Problem,
  readNamed,
  readUntilListed,
  type Selection,
} from './named.ts';
import { MAX_REUSE_AGE_MS } from './reuse.ts';
import { createSnapshotPoller } from './wait.ts';

/** The criteria by which a rollback chooses its targets (docs/contract.md, Rollback). */
export interface TargetRequest {
  readonly named: readonly NamedSnapshot[];
  /** `snapshot_id: latest`. */
  readonly latest: boolean;
  readonly origin: SnapshotOrigin;
  /** The series that was given; `undefined`: any. */
  readonly series: string | undefined;
}

/**
 * Chooses what each server is restored from. Every target is checked before any server is touched: it exists, is
 * completed, belongs to its server, and is listed once and under one server (docs/contract.md, What must never happen,
 * 2).
 * @returns one snapshot for each server, in the order of `servers`
 * @throws ActionError that lists every server without a good target, and what is there
 */
export async function selectTargets(
  servers: readonly ServerRef[],
  request: TargetRequest,
  session: ApiSession,
  deadline: Deadline,
): Promise<Snapshot[]> {
  const first = await readNamed(servers, request.named, session, deadline);
  const there =
    request.named.length === 0 ? await settle(servers, first.there, request, session, deadline) : first.there;
  const { found, problems } = select(servers, { ...first, there }, request, session.context.clock.now());
  const targets = servers.flatMap((server) => found.filter((snapshot) => isSame(snapshot.server, server)));
  const all = [...problems, ...servers.flatMap((server) => problemOf(server, found, problems, request) ?? [])];
  if (all.length === 0) {
    for (const target of targets) {
      warnOfLaterRelease(target, there, request, session);
      warnOfUnfinished(target, there, request, session);
    }
    return targets;
  }
  throw new ActionError({
    summary: `Cannot roll back ${formatServerIds(servers.map(({ key }) => key))}. No restore was started.`,
    state: [...all.map(({ text }) => text), ...describeThere(servers, there, request.origin, session)],
    hint: "Set snapshot_id to a completed snapshot for each server, usually the snapshot step's output.",
  });
}

/** Why a server has no target, or too many, unless a problem says so already. */
function problemOf(
  server: ServerRef,
  found: readonly Snapshot[],
  problems: readonly Problem[],
  request: TargetRequest,
): Problem | undefined {
  const count = found.filter((snapshot) => isSame(snapshot.server, server)).length;
  if (count > 1) return { text: `  snapshot_id has ${count} snapshots of ${describeServer(server)}: set only one.` };
  if (count === 1 || problems.some((problem) => problem.server && isSame(problem.server, server))) return undefined;
  return { text: `  ${describeServer(server)} has no snapshot to restore${searched(request)}.` };
}

function select(
  servers: readonly ServerRef[],
  reading: NamedReading,
  request: TargetRequest,
  nowMs: number,
): Selection {
  if (request.named.length > 0) return findNamed(servers, reading, request.named, notRestorable);
  const selections = servers.map((server) => {
    const { snapshots } = snapshotsOf(reading.there, server);
    return request.latest ? newestOfSeries(snapshots, server, request) : newestOfRun(snapshots, server, request, nowMs);
  });
  return { found: selections.flatMap(({ found }) => found), problems: selections.flatMap(({ problems }) => problems) };
}

/**
 * What this repository took in the series; if none is given, in any series except `before-rollback`. The oldest first.
 */
function takenByRepository(snapshots: readonly Snapshot[], { origin, series }: TargetRequest): Snapshot[] {
  const own = { repository: repositoryHash(origin.run) };
  const hashed = series === undefined ? undefined : seriesHash(series);
  return snapshots.filter((snapshot) => isOfAnySeries(snapshot, own, hashed));
}

/** What this run took of them, except what failed. */
function takenByRun(snapshots: readonly Snapshot[], request: TargetRequest): Snapshot[] {
  const { runId } = request.origin.run;
  return takenByRepository(snapshots, request).filter(
    (snapshot) => readMarker(snapshot)?.runId === runId && !hasFailed(snapshot),
  );
}

/** Those among which a rollback without an id takes the newest, except what failed. */
function candidatesOf(snapshots: readonly Snapshot[], request: TargetRequest): Snapshot[] {
  if (!request.latest) return takenByRun(snapshots, request);
  return takenByRepository(snapshots, request).filter((snapshot) => !hasFailed(snapshot));
}

/** A candidate that has not completed, unless one that has is known to be newer. */
function pendingOf(snapshots: readonly Snapshot[], request: TargetRequest): Snapshot | undefined {
  const candidates = candidatesOf(snapshots, request);
  const newestMs = candidates.findLast(isCompleted)?.createdAtMs;
  return candidates.findLast(
    (one) =>
      isUnfinished(one) && (newestMs === undefined || one.createdAtMs === undefined || one.createdAtMs >= newestMs),
  );
}

/**
 * A list may lag behind and show a snapshot as unfinished that has just completed. An older one must not be restored in
 * its place, so the lists are read again for 60 s.
 * @returns what each server has then
 */
async function settle(
  servers: readonly ServerRef[],
  listed: SnapshotsByServer,
  request: TargetRequest,
  session: ApiSession,
  deadline: Deadline,
): Promise<SnapshotsByServer> {
  let there = listed;
  const pending = () => servers.flatMap((server) => pendingOf(snapshotsOf(there, server).snapshots, request) ?? []);
  const first = pending();
  if (first.length === 0) return listed;
  const names = first.map(describeSnapshot).join(', ');
  const grace = new Deadline(session.context.clock, Math.min(LIST_GRACE_MS, deadline.leftMs()));
  session.log(`  Not completed yet: ${names}; looking again for up to ${formatDuration(grace.timeoutMs)}`);
  const poller = createSnapshotPoller(servers, session, () => `  Still not completed: ${names}`);
  try {
    await poller.until((list) => {
      there = groupByServer(list, servers);
      return pending().length === 0;
    }, grace);
  } catch (error) {
    throw toActionError(error, readingSnapshots(servers), 'Nothing was changed.');
  }
  return there;
}

/** The newest completed snapshot that this run took, unless it is unclear which one that is. */
function newestOfRun(
  snapshots: readonly Snapshot[],
  server: ServerRef,
  request: TargetRequest,
  nowMs: number,
): Selection {
  const completed = takenByRun(snapshots, request).filter(isCompleted);
  const found = completed.at(-1);
  const text = objectionTo(found, completed, snapshots, request, nowMs);
  if (text !== undefined) return { found: [], problems: [{ text, server }] };
  return { found: found ? [found] : [], problems: [] };
}

/** Why what seems to be this run's newest snapshot must not be restored without being named. */
function objectionTo(
  found: Snapshot | undefined,
  completed: readonly Snapshot[],
  snapshots: readonly Snapshot[],
  request: TargetRequest,
  nowMs: number,
): string | undefined {
  const pending = pendingOf(snapshots, request);
  if (pending) {
    const older = found
      ? ` To roll back to an earlier snapshot of this run, set snapshot_id to its ID, for example ${found.key}.`
      : '';
    return `  ${describeSnapshot(pending)}, which this run took, has not completed; its status is "${pending.status}".${older}`;
  }
  const undated = completed.find(({ createdAtMs }) => createdAtMs === undefined);
  if (undated && completed.length > 1) {
    return `  It is unclear which snapshot of this run is the newest, because VPS.org shows no creation time for ${describeSnapshot(undated)}. Set snapshot_id to ${oneOf(completed)}.`;
  }
  if (!found) return undefined;
  const later = laterRelease(found, snapshots);
  if (later) {
    return `  ${describeSnapshot(later)} was taken later by another run in the same series, so a rollback to ${describeSnapshot(found)} would undo that release. To roll back anyway, set snapshot_id: ${found.key}.`;
  }
  return objectionToEarlier(found, snapshots, request, nowMs);
}

/**
 * Why the snapshot of an earlier attempt must not be restored without being named: days can pass before a re-run, whose
 * own snapshot may have failed. A young one is what that attempt would have reused.
 */
function objectionToEarlier(
  found: Snapshot,
  snapshots: readonly Snapshot[],
  { origin }: TargetRequest,
  nowMs: number,
): string | undefined {
  const { attempt } = origin.run;
  const own = readMarker(found);
  if (!own || own.attempt === attempt) return undefined;
  const name = describeSnapshot(found);
  const age = formatAge(found.createdAtMs, nowMs);
  const wayOut = `To roll back to it anyway, set snapshot_id: ${found.key}.`;
  const failed = snapshots.findLast(
    (one) => hasFailed(one) && isOfStep(one, own) && (readMarker(one)?.attempt ?? 0) > own.attempt,
  );
  if (failed) {
    return `  ${describeSnapshot(failed)}, which a later attempt of the same step took, ended with status "${failed.status}"; ${name} is from an earlier attempt (${age}). ${wayOut}`;
  }
  // If the runner counts no attempts, an unknown age says nothing about the attempt.
  const isOld = found.createdAtMs === undefined ? attempt !== undefined : nowMs - found.createdAtMs >= MAX_REUSE_AGE_MS;
  if (!isOld) return undefined;
  return attempt === undefined
    ? `  ${name} may be from an earlier attempt of this run (${age}): this runner does not count attempts. ${wayOut}`
    : `  ${name} is from an earlier attempt of this run (${age}), and this attempt did not take one. ${wayOut}`;
}

/**
 * The newest completed snapshot of a series; if no series is given, the server must have only one of this repository.
 */
function newestOfSeries(snapshots: readonly Snapshot[], server: ServerRef, request: TargetRequest): Selection {
  const managed = takenByRepository(snapshots, request).filter(isCompleted);
  const all = new Map(managed.map((snapshot) => [readMarker(snapshot)?.series, seriesLabel(snapshot)]));
  if (all.size > 1) {
    const labels = [...all.values()].join(', ');
    const text = `  ${describeServer(server)} has snapshots of several series: ${labels}. Set series to choose one.`;
    return { found: [], problems: [{ text, server }] };
  }
  const undated = managed.find(({ createdAtMs }) => createdAtMs === undefined);
  if (undated) {
    const text = `  It is unclear which snapshot is the latest, because VPS.org shows no creation time for ${describeSnapshot(undated)}. Set snapshot_id to ${oneOf(managed)}.`;
    return { found: [], problems: [{ text, server }] };
  }
  const found = managed.at(-1);
  return { found: found ? [found] : [], problems: [] };
}

/** Ids to choose from, such as `one of 700, 701`. */
function oneOf(snapshots: readonly Snapshot[]): string {
  return `${snapshots.length > 1 ? 'one of ' : ''}${snapshots.map(({ key }) => key).join(', ')}`;
}

function warnOfLaterRelease(
  target: Snapshot,
  there: SnapshotsByServer,
  { named }: TargetRequest,
  { warn }: ApiSession,
): void {
  const later = laterRelease(target, snapshotsOf(there, target.server).snapshots);
  if (!later || named.length === 0) return;
  warn(describeLaterRelease(later, target));
}

/** `latest` goes on with an older snapshot if the newest does not complete: whoever asked for it must know. */
function warnOfUnfinished(
  target: Snapshot,
  there: SnapshotsByServer,
  request: TargetRequest,
  { context, warn }: ApiSession,
): void {
  const pending = request.latest && pendingOf(snapshotsOf(there, target.server).snapshots, request);
  if (!pending) return;
  warn(
    `${capitalize(describeSnapshot(pending))} may be newer and has not completed; its status is "${pending.status}". Rolling back to ${describeSnapshot(target)}, the newest one that has completed, taken ${formatAge(target.createdAtMs, context.clock.now())}.`,
  );
}

/** The warning about a rollback to a target that undoes a later release of another run. */
export function describeLaterRelease(later: Snapshot, target: Snapshot): string {
  return `${capitalize(describeSnapshot(later))} was taken after ${describeSnapshot(target)} by another run in the same series: this rollback will undo that release, too.`;
}

function notRestorable(snapshot: Snapshot): string | undefined {
  return isCompleted(snapshot)
    ? undefined
    : `  ${describeSnapshot(snapshot)} has not completed; its status is "${snapshot.status}".`;
}

/** What was looked for if no `snapshot_id` was given. */
function searched({ named, latest, series }: TargetRequest): string {
  if (named.length > 0) return '';
  const inSeries = series === undefined ? '' : ` in series "${series}"`;
  return latest
    ? `: no completed snapshot${inSeries} was created by this repository`
    : `: this run has no completed snapshot of this server${inSeries} (set snapshot_id: latest to use one from an earlier run)`;
}

function describeThere(
  servers: readonly ServerRef[],
  there: SnapshotsByServer,
  { run }: SnapshotOrigin,
  { context }: ApiSession,
): string[] {
  const own = { repository: repositoryHash(run) };
  return servers.flatMap((server) => [
    `Snapshots on server ${server.key}:`,
    ...formatSnapshotList(snapshotsOf(there, server), own, context.clock.now()),
  ]);
}

/** The snapshots found for the ids given to `mode: delete`. */
export interface NamedSelection {
  readonly found: readonly Snapshot[];
  /** Ids that do not exist any more. */
  readonly gone: readonly Id[];
}

/**
 * The snapshots that `mode: delete` names, each on one of the servers. One that no longer exists counts as deleted; one
 * that was created a moment ago may not be listed yet, so it is looked for again for 60 s.
 * @throws ActionError that lists every id which is on another server
 */
export async function selectForDelete(
  servers: readonly ServerRef[],
  named: readonly NamedSnapshot[],
  origin: SnapshotOrigin,
  session: ApiSession,
  deadline: Deadline,
): Promise<NamedSelection> {
  const reading = await readUntilListed(servers, named, session, deadline);
  const { there, everywhere } = reading;
  const missing = missingIn([...listedOn(servers, there), ...everywhere.items], named);
  // An item that cannot be read may be the snapshot: then it is not known to be gone.
  const gone = missing.filter(({ id }) => !mayBeUnreadable(id, everywhere));
  const existing = named.filter((one) => !gone.includes(one));
  const { found, problems } = findNamed(servers, reading, existing, () => undefined);
  if (problems.length === 0) return { found, gone: gone.map(({ id }) => id) };
  throw new ActionError({
    summary: `${pluralize(problems.length, 'snapshot')} cannot be deleted; nothing was deleted.`,
    state: [...problems.map(({ text }) => text), ...describeThere(servers, there, origin, session)],
    hint: 'Check snapshot_id and server_id: only the listed snapshots are deleted, and only on the listed servers.',
  });
}

/** True if an item that cannot be read may have this id; one that shows another id of the same form cannot. */
function mayBeUnreadable(id: Id, { unreadable, identified = [] }: List<Snapshot>): boolean {
  return unreadable > identified.length || identified.some((item) => !isOther(item, { key: id }));
}

/** What `mode: wait` waits for. */
export interface WaitSelection {
  /** One for each server, in their order. */
  readonly snapshots: readonly Snapshot[];
  /** What the servers have, these among them. */
  readonly there: SnapshotsByServer;
}

/**
 * The snapshots that `mode: wait` waits for: one for each server, in any status. One that was created a moment ago may
 * not be listed yet, so it is looked for again for 60 s.
 * @throws ActionError that lists every id which does not exist or is on another server
 */
export async function selectForWait(
  servers: readonly ServerRef[],
  named: readonly NamedSnapshot[],
  origin: SnapshotOrigin,
  session: ApiSession,
  deadline: Deadline,
): Promise<WaitSelection> {
  const reading = await readUntilListed(servers, named, session, deadline);
  const { there } = reading;
  const { found, problems } = findNamed(servers, reading, named, () => undefined);
  const wrong = problems.map(({ text }) => text);
  const snapshots = servers.flatMap((server) => {
    const own = found.filter((snapshot) => isSame(snapshot.server, server));
    if (own.length !== 1) {
      wrong.push(
        `  snapshot_id names ${pluralize(own.length, 'snapshot')} of ${describeServer(server)}; it must name one.`,
      );
    }
    return own;
  });
  if (wrong.length === 0) return { snapshots, there };
  throw new ActionError({
    summary: `Cannot wait for the snapshots of ${formatServerIds(servers.map(({ key }) => key))}.`,
    state: [...wrong, ...describeThere(servers, there, origin, session)],
    hint: 'Set snapshot_id to the output `snapshots` of the step that took them, unchanged.',
  });
}
