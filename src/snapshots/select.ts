import { Deadline } from '../clock.ts';
import { ActionError } from '../errors.ts';
import { capitalize, formatDuration, formatServerIds, pluralize } from '../format.ts';
import { LIST_GRACE_MS } from '../polling/list-grace.ts';
import type { ApiSession } from '../servers/session.ts';
import { describeServer, describeSnapshot, nameSnapshot } from '../vps/describe.ts';
import { toActionError } from '../vps/errors.ts';
import { type Id, isNamedBy, isSame } from '../vps/id.ts';
import type { List, ServerRef, Snapshot } from '../vps/schema.ts';
import { hasFailed, isCompleted, isUnfinished } from '../vps/status.ts';
import { formatSnapshotList } from './limit.ts';
import { byAge, groupByServer, listByServer, ofServer, type SnapshotsByServer, snapshotsOf } from './list.ts';
import {
  BEFORE_ROLLBACK,
  isLaterRelease,
  readMarker,
  repositoryHash,
  type SnapshotOrigin,
  seriesHash,
  seriesLabel,
} from './marker.ts';
import { createSnapshotPoller } from './wait.ts';

/** The API may round the same time differently in another response, by up to this much, in milliseconds. */
const SAME_TIME_MS = 60_000;

/** A snapshot that a user names: by its id alone, or with the server that it is said to belong to. */
export interface NamedSnapshot {
  readonly id: Id;
  /** Known if the output `snapshots` was given. */
  readonly server?: Id;
}

/** The criteria by which a rollback chooses its targets (docs/contract.md, Rollback). */
export interface TargetRequest {
  readonly named: readonly NamedSnapshot[];
  /** `snapshot_id: latest`. */
  readonly latest: boolean;
  readonly origin: SnapshotOrigin;
  /** The series that was given; `undefined`: any. */
  readonly series: string | undefined;
}

interface Selection {
  readonly found: readonly Snapshot[];
  readonly problems: readonly string[];
}

/**
 * Chooses what each server is restored from. Every target is checked before any server is touched: it exists, is
 * completed, belongs to its server, and is listed once and under one server (docs/contract.md, What must never happen, 2).
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
  const isByRun = request.named.length === 0 && !request.latest;
  const there = isByRun ? await settleRun(servers, first.there, request, session, deadline) : first.there;
  const selection = select(servers, { ...first, there }, request);
  const problems = [...selection.problems];
  const targets = servers.flatMap((server) => {
    const own = selection.found.filter((snapshot) => snapshot.server.key === server.key);
    if (own.length > 1)
      problems.push(`  snapshot_id has ${own.length} snapshots of ${describeServer(server)}: set only one.`);
    const isExplained = selection.problems.some((problem) => problem.includes(describeServer(server)));
    if (own.length === 0 && !isExplained) {
      problems.push(`  ${describeServer(server)} has no snapshot to restore${searched(request)}.`);
    }
    return own;
  });
  if (problems.length === 0) {
    for (const target of targets) warnOfLaterRelease(target, there, request, session);
    return targets;
  }
  throw new ActionError({
    summary: `Cannot roll back ${formatServerIds(servers.map(({ key }) => key))}. No restore was started.`,
    state: [...problems, ...describeThere(servers, there, request.origin, session)],
    hint: "Set snapshot_id to a completed snapshot for each server, usually the snapshot step's output.",
  });
}

function select(servers: readonly ServerRef[], reading: NamedReading, request: TargetRequest): Selection {
  if (request.named.length > 0) return findNamed(servers, reading, request.named, notRestorable);
  const selections = servers.map((server) => {
    const { snapshots } = snapshotsOf(reading.there, server);
    return request.latest ? newestOfSeries(snapshots, server, request) : newestOfRun(snapshots, request);
  });
  return { found: selections.flatMap(({ found }) => found), problems: selections.flatMap(({ problems }) => problems) };
}

/** What this run took, except what failed, and never a safety snapshot unless its series is given; the oldest first. */
function takenByRun(snapshots: readonly Snapshot[], { origin, series }: TargetRequest): Snapshot[] {
  const repository = repositoryHash(origin.run);
  return snapshots.filter((snapshot) => {
    const marker = readMarker(snapshot);
    if (marker?.repository !== repository || marker.runId !== origin.run.runId || hasFailed(snapshot)) return false;
    return series === undefined ? marker.series !== seriesHash(BEFORE_ROLLBACK) : marker.series === seriesHash(series);
  });
}

/** A snapshot of this run that has not completed, unless one that has is known to be newer. */
function pendingOfRun(snapshots: readonly Snapshot[], request: TargetRequest): Snapshot | undefined {
  const taken = takenByRun(snapshots, request);
  const newestMs = taken.findLast(isCompleted)?.createdAtMs;
  return taken.findLast(
    (one) =>
      isUnfinished(one) && (newestMs === undefined || one.createdAtMs === undefined || one.createdAtMs >= newestMs),
  );
}

/**
 * A list may lag behind and show a snapshot of this run as unfinished that has just completed. An older one must not be
 * restored in its place, so the lists are read again for 60 s.
 * @returns what each server has then
 */
async function settleRun(
  servers: readonly ServerRef[],
  listed: SnapshotsByServer,
  request: TargetRequest,
  session: ApiSession,
  deadline: Deadline,
): Promise<SnapshotsByServer> {
  let there = listed;
  const pending = () => servers.flatMap((server) => pendingOfRun(snapshotsOf(there, server).snapshots, request) ?? []);
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
    throw toActionError(error, 'Reading the snapshots', 'Nothing was changed.');
  }
  return there;
}

/** The newest completed snapshot that this run took, unless it is unclear which one that is. */
function newestOfRun(snapshots: readonly Snapshot[], request: TargetRequest): Selection {
  const pending = pendingOfRun(snapshots, request);
  const completed = takenByRun(snapshots, request).filter(isCompleted);
  const found = completed.at(-1);
  if (pending) {
    const older = found
      ? ` To roll back to an earlier snapshot of this run, set snapshot_id, such as ${found.key}.`
      : '';
    return {
      found: [],
      problems: [
        `  ${describeSnapshot(pending)}, which this run took, has not completed; its status is "${pending.status}".${older}`,
      ],
    };
  }
  const undated = completed.find(({ createdAtMs }) => createdAtMs === undefined);
  if (undated && completed.length > 1) {
    return {
      found: [],
      problems: [
        `  It is unclear which snapshot of this run is the newest, because VPS.org shows no creation time for ${describeSnapshot(undated)}. Set snapshot_id to one of ${completed.map(({ key }) => key).join(', ')}.`,
      ],
    };
  }
  const later = found && laterRelease(found, snapshots);
  if (found && later) {
    return {
      found: [],
      problems: [
        `  ${describeSnapshot(later)} was taken later by another run in the same series, so a rollback to ${describeSnapshot(found)} would undo that release. To roll back anyway, set snapshot_id: ${found.key}.`,
      ],
    };
  }
  return { found: found ? [found] : [], problems: [] };
}

/**
 * The newest completed snapshot of a series; if no series is given, the server must have only one of this repository.
 */
function newestOfSeries(
  snapshots: readonly Snapshot[],
  server: ServerRef,
  { origin, series }: TargetRequest,
): Selection {
  const repository = repositoryHash(origin.run);
  const managed = snapshots.filter((snapshot) => {
    const marker = readMarker(snapshot);
    if (marker?.repository !== repository || !isCompleted(snapshot)) return false;
    return series === undefined ? marker.series !== seriesHash(BEFORE_ROLLBACK) : marker.series === seriesHash(series);
  });
  const all = new Map(managed.map((snapshot) => [readMarker(snapshot)?.series, seriesLabel(snapshot)]));
  if (all.size > 1) {
    const labels = [...all.values()].join(', ');
    const problem = `  ${describeServer(server)} has snapshots of several series: ${labels}. Set series to choose one.`;
    return { found: [], problems: [problem] };
  }
  const found = managed.findLast(({ createdAtMs }) => createdAtMs !== undefined);
  return { found: found ? [found] : [], problems: [] };
}

/** The first release of another run in the same series after this snapshot. */
export function laterRelease(snapshot: Snapshot, snapshots: readonly Snapshot[]): Snapshot | undefined {
  const own = readMarker(snapshot);
  return own && snapshots.find((other) => isLaterRelease(other, snapshot, own));
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

/** The warning about a rollback to a target that undoes a later release of another run. */
export function describeLaterRelease(later: Snapshot, target: Snapshot): string {
  return `${capitalize(describeSnapshot(later))} was taken after ${describeSnapshot(target)} by another run in the same series: this rollback undoes that release, too.`;
}

function notRestorable(snapshot: Snapshot): string | undefined {
  return isCompleted(snapshot)
    ? undefined
    : `  ${describeSnapshot(snapshot)} has not completed; its status is "${snapshot.status}".`;
}

/** What the lists show of the snapshots that a user names. */
interface NamedReading {
  readonly there: SnapshotsByServer;
  /** The whole list; empty if the servers' own lists have them all. */
  readonly everywhere: List<Snapshot>;
}

/** Reads the servers' lists, and the whole list if one of the named snapshots is not in them. */
async function readNamed(
  servers: readonly ServerRef[],
  named: readonly NamedSnapshot[],
  session: ApiSession,
  deadline: Deadline,
): Promise<NamedReading> {
  const there = await listByServer(servers, session, deadline);
  if (missingIn(listedOn(servers, there), named).length === 0) {
    return { there, everywhere: { items: [], unreadable: 0 } };
  }
  const everywhere = await readEverywhere(session, deadline);
  return { there: withSeen(servers, there, named, everywhere.items), everywhere };
}

function listedOn(servers: readonly ServerRef[], there: SnapshotsByServer): Snapshot[] {
  return servers.flatMap((server) => snapshotsOf(there, server).snapshots);
}

function missingIn(list: readonly Snapshot[], named: readonly NamedSnapshot[]): NamedSnapshot[] {
  return named.filter(({ id }) => !list.some((snapshot) => isNamedBy(snapshot, id)));
}

/**
 * Adds to the servers' lists the named snapshots that another reading showed: each reading may come from another replica,
 * and one that lags behind does not disprove what was seen. One that is listed under several servers is not added.
 */
function withSeen(
  servers: readonly ServerRef[],
  there: SnapshotsByServer,
  named: readonly NamedSnapshot[],
  seen: readonly Snapshot[],
): SnapshotsByServer {
  const added = named.flatMap(({ id }) => {
    const [snapshot, ...others] = seen.filter((one) => isNamedBy(one, id));
    return snapshot && others.length === 0 ? snapshot : [];
  });
  return new Map(
    servers.map((server) => {
      const { snapshots, unreadable } = snapshotsOf(there, server);
      const missing = ofServer(added, server).filter((one) => !snapshots.some((other) => isSame(one, other)));
      return [server.key, { snapshots: [...snapshots, ...missing].sort(byAge), unreadable }];
    }),
  );
}

/**
 * The snapshots that a user names, each on one of the servers.
 * @param objection why a snapshot cannot be used; `undefined` if it can
 */
function findNamed(
  servers: readonly ServerRef[],
  { there, everywhere }: NamedReading,
  named: readonly NamedSnapshot[],
  objection: (snapshot: Snapshot) => string | undefined,
): Selection {
  const found: Snapshot[] = [];
  const problems: string[] = [];
  const listed = listedOn(servers, there);
  for (const { id, server: said } of named) {
    const snapshot = listed.find((one) => isNamedBy(one, id));
    if (!snapshot) {
      problems.push(`  ${describeMissing(id, everywhere.items)}`);
    } else if (said !== undefined && !isNamedBy(snapshot.server, said)) {
      problems.push(
        `  snapshot_id assigns ${nameSnapshot(snapshot)} to server ${said}, but it belongs to ${describeServer(snapshot.server)}.`,
      );
    } else {
      const problem = objection(snapshot);
      if (problem === undefined) found.push(snapshot);
      else problems.push(problem);
    }
  }
  return { found, problems };
}

function describeMissing(id: Id, everywhere: readonly Snapshot[]): string {
  const [elsewhere, ...others] = everywhere.filter((one) => isNamedBy(one, id));
  if (!elsewhere) return `Snapshot ${id} does not exist, or this token cannot see it.`;
  if (others.length === 0) return `${describeSnapshot(elsewhere)} does not belong to any server in server_id.`;
  return `Snapshot ${id} is listed under several servers, so it is unclear whose it is.`;
}

/** The whole list, only to find what the servers' own lists do not show. */
async function readEverywhere({ api }: ApiSession, deadline: Deadline): Promise<List<Snapshot>> {
  try {
    return await api.listSnapshots(undefined, deadline);
  } catch (error) {
    throw toActionError(error, 'Reading the snapshots', 'Nothing was changed.');
  }
}

/** What was looked for if no `snapshot_id` was given. */
function searched({ named, latest, series }: TargetRequest): string {
  if (named.length > 0) return '';
  const of = series === undefined ? '' : ` of series "${series}"`;
  return latest
    ? `: no completed snapshot${of} was created by this repository`
    : `: this run has no completed snapshot${of} of it (set snapshot_id: latest to use one from an earlier run)`;
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

/** The snapshots found for the ids given to `mode: delete` or `mode: wait`. */
export interface NamedSelection {
  readonly found: readonly Snapshot[];
  /** Ids that do not exist any more. */
  readonly gone: readonly Id[];
}

/**
 * The snapshots that `mode: delete` names, each on one of the servers. One that no longer exists counts as deleted.
 * @throws ActionError that lists every id which is on another server
 */
export async function selectForDelete(
  servers: readonly ServerRef[],
  named: readonly NamedSnapshot[],
  origin: SnapshotOrigin,
  session: ApiSession,
  deadline: Deadline,
): Promise<NamedSelection> {
  const reading = await readNamed(servers, named, session, deadline);
  const { there, everywhere } = reading;
  // An item that cannot be read may be the snapshot: then it is not known to be gone.
  const gone = everywhere.unreadable > 0 ? [] : missingIn([...listedOn(servers, there), ...everywhere.items], named);
  const existing = named.filter((one) => !gone.includes(one));
  const { found, problems } = findNamed(servers, reading, existing, () => undefined);
  if (problems.length === 0) return { found, gone: gone.map(({ id }) => id) };
  throw new ActionError({
    summary: `${pluralize(problems.length, 'snapshot')} cannot be deleted; nothing was deleted.`,
    state: [...problems, ...describeThere(servers, there, origin, session)],
    hint: 'Check snapshot_id and server_id: only the listed snapshots are deleted, and only on the listed servers.',
  });
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
  const wrong = [...problems];
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

/** Reads the lists as `readNamed` does, again for 60 s while one of the named snapshots is listed nowhere. */
async function readUntilListed(
  servers: readonly ServerRef[],
  named: readonly NamedSnapshot[],
  session: ApiSession,
  deadline: Deadline,
): Promise<NamedReading> {
  const first = await readNamed(servers, named, session, deadline);
  const nowhere = missingIn([...listedOn(servers, first.there), ...first.everywhere.items], named);
  if (nowhere.length === 0) return first;
  const ids = nowhere.map(({ id }) => id).join(', ');
  session.log(`  Snapshot ${ids} is not in the list; looking again for up to ${formatDuration(LIST_GRACE_MS)}`);
  const poller = createSnapshotPoller(servers, session, () => `  Snapshot ${ids} is still not in the list`);
  const grace = new Deadline(session.context.clock, Math.min(LIST_GRACE_MS, deadline.leftMs()));
  const seen = new Map<Id, readonly Snapshot[]>();
  const areAllSeen = ({ items }: List<Snapshot>) => {
    for (const { id } of nowhere) {
      const matches = items.filter((one) => isNamedBy(one, id));
      if (matches.length > 0) seen.set(id, matches);
    }
    return nowhere.every(({ id }) => seen.has(id));
  };
  try {
    await poller.until(areAllSeen, grace);
  } catch (error) {
    throw toActionError(error, 'Reading the snapshots', 'Nothing was changed.');
  }
  const last = await readNamed(servers, named, session, deadline);
  return { ...last, there: withSeen(servers, last.there, named, [...seen.values()].flat()) };
}

/** What the main step saved of one server's snapshot. */
export interface OwnSnapshot {
  readonly server: ServerRef;
  readonly name: string;
  /** `null` if the response to its create never arrived. */
  readonly snapshotId: Id | null;
  /** Milliseconds since the epoch; `null` if it is unknown. */
  readonly createdAtMs: number | null;
}

/**
 * The snapshot that a step took, found again after the job. It must carry this step's marker: an id alone may belong to
 * another snapshot by now. If the API drops or cuts descriptions, name and time count in place of the marker.
 * @param isOwn whether a snapshot carries this step's marker
 */
export function findOwn(
  saved: OwnSnapshot,
  snapshots: readonly Snapshot[],
  isOwn: (snapshot: Snapshot) => boolean,
): Snapshot | undefined {
  const { snapshotId } = saved;
  if (snapshotId === null) return snapshots.findLast(isOwn);
  const matches = snapshots.filter((snapshot) => isNamedBy(snapshot, snapshotId));
  const [snapshot] = matches;
  if (!snapshot || matches.length > 1) return undefined;
  return isOwn(snapshot) || (!readMarker(snapshot) && isAsSaved(snapshot, saved)) ? snapshot : undefined;
}

function isAsSaved(snapshot: Snapshot, { name, createdAtMs }: OwnSnapshot): boolean {
  const seenMs = snapshot.createdAtMs ?? createdAtMs ?? 0;
  return snapshot.name === name && Math.abs(seenMs - (createdAtMs ?? seenMs)) <= SAME_TIME_MS;
}
