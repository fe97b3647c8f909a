import { Deadline } from '../clock.ts';
import { ActionError } from '../errors.ts';
import { capitalize, formatDuration, formatServerIds, pluralize } from '../format.ts';
import { LIST_GRACE_MS } from '../polling/list-grace.ts';
import type { ApiSession } from '../servers/session.ts';
import { describeServer, describeSnapshot, nameSnapshot } from '../vps/describe.ts';
import { toActionError } from '../vps/errors.ts';
import { type Id, isNamedBy, isSame } from '../vps/id.ts';
import type { List, ServerRef, Snapshot } from '../vps/schema.ts';
import { isCompleted } from '../vps/status.ts';
import { formatSnapshotList } from './limit.ts';
import { listByServer, type SnapshotsByServer, snapshotsOf } from './list.ts';
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
  const there = await listByServer(servers, session, deadline);
  const selection = await select(servers, there, request, session, deadline);
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

async function select(
  servers: readonly ServerRef[],
  there: SnapshotsByServer,
  request: TargetRequest,
  session: ApiSession,
  deadline: Deadline,
): Promise<Selection> {
  if (request.named.length > 0) {
    return await findNamed(servers, there, request.named, notRestorable, session, deadline);
  }
  const selections = servers.map((server) => {
    const { snapshots } = snapshotsOf(there, server);
    return request.latest ? newestOfSeries(snapshots, server, request) : newestOfRun(snapshots, request);
  });
  return { found: selections.flatMap(({ found }) => found), problems: selections.flatMap(({ problems }) => problems) };
}

/** The newest completed snapshot that this run took; never a safety snapshot. */
function newestOfRun(snapshots: readonly Snapshot[], { origin, series }: TargetRequest): Selection {
  const repository = repositoryHash(origin.run);
  const found = snapshots.findLast((snapshot) => {
    const marker = readMarker(snapshot);
    if (marker?.repository !== repository || marker.runId !== origin.run.runId || !isCompleted(snapshot)) return false;
    return series === undefined ? marker.series !== seriesHash(BEFORE_ROLLBACK) : marker.series === seriesHash(series);
  });
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

/**
 * The snapshots that a user names, each on one of the servers.
 * @param objection why a snapshot cannot be used; `undefined` if it can
 */
async function findNamed(
  servers: readonly ServerRef[],
  there: SnapshotsByServer,
  named: readonly NamedSnapshot[],
  objection: (snapshot: Snapshot) => string | undefined,
  session: ApiSession,
  deadline: Deadline,
): Promise<Selection> {
  const found: Snapshot[] = [];
  const problems: string[] = [];
  const listed = servers.flatMap((server) => snapshotsOf(there, server).snapshots);
  const missing = named.filter(({ id }) => !listed.some((snapshot) => isNamedBy(snapshot, id)));
  const everywhere = missing.length > 0 ? (await readEverywhere(session, deadline)).items : [];
  for (const { id, server: said } of named) {
    const snapshot = listed.find((one) => isNamedBy(one, id));
    if (!snapshot) {
      problems.push(`  ${describeMissing(id, everywhere)}`);
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

/** The whole list, only to explain an error. */
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
  const there = await listByServer(servers, session, deadline);
  const listed = servers.flatMap((server) => snapshotsOf(there, server).snapshots);
  const missing = named.filter(({ id }) => !listed.some((snapshot) => isNamedBy(snapshot, id)));
  const everywhere = missing.length > 0 ? await readEverywhere(session, deadline) : { items: [], unreadable: 0 };
  // An item that cannot be read may be the snapshot: then it is not known to be gone.
  const gone =
    everywhere.unreadable > 0
      ? []
      : missing.filter(({ id }) => !everywhere.items.some((snapshot) => isNamedBy(snapshot, id)));
  const existing = named.filter((one) => !gone.includes(one));
  const { found, problems } = await findNamed(servers, there, existing, () => undefined, session, deadline);
  if (problems.length === 0) return { found, gone: gone.map(({ id }) => id) };
  throw new ActionError({
    summary: `${pluralize(problems.length, 'snapshot')} cannot be deleted; nothing was deleted.`,
    state: [...problems, ...describeThere(servers, there, origin, session)],
    hint: 'Check snapshot_id and server_id: only the listed snapshots are deleted, and only on the listed servers.',
  });
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
): Promise<Snapshot[]> {
  const there = await listNamed(servers, named, session, deadline);
  const { found, problems } = await findNamed(servers, there, named, () => undefined, session, deadline);
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
  if (wrong.length === 0) return snapshots;
  throw new ActionError({
    summary: `Cannot wait for the snapshots of ${formatServerIds(servers.map(({ key }) => key))}.`,
    state: [...wrong, ...describeThere(servers, there, origin, session)],
    hint: 'Set snapshot_id to the output `snapshots` of the step that took them, unchanged.',
  });
}

/** Reads the servers' lists, again for 60 s while one of the named snapshots is listed nowhere. */
async function listNamed(
  servers: readonly ServerRef[],
  named: readonly NamedSnapshot[],
  session: ApiSession,
  deadline: Deadline,
): Promise<SnapshotsByServer> {
  const there = await listByServer(servers, session, deadline);
  const missingIn = (list: readonly Snapshot[]) => named.filter(({ id }) => !list.some((one) => isNamedBy(one, id)));
  const missing = missingIn(servers.flatMap((server) => snapshotsOf(there, server).snapshots));
  if (missing.length === 0) return there;
  const { items } = await readEverywhere(session, deadline);
  const nowhere = missingIn(items);
  if (nowhere.length === 0) return there;
  const ids = nowhere.map(({ id }) => id).join(', ');
  session.log(`  Snapshot ${ids} is not in the list; looking again for up to ${formatDuration(LIST_GRACE_MS)}`);
  const poller = createSnapshotPoller(servers, session, () => `  Snapshot ${ids} is still not in the list`);
  const grace = new Deadline(session.context.clock, Math.min(LIST_GRACE_MS, deadline.leftMs()));
  try {
    await poller.until((list) => nowhere.every(({ id }) => list.items.some((one) => isNamedBy(one, id))), grace);
  } catch (error) {
    throw toActionError(error, 'Reading the snapshots', 'Nothing was changed.');
  }
  return await listByServer(servers, session, deadline);
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
