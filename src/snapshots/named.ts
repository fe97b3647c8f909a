import { Deadline } from '../clock.ts';
import { formatDuration } from '../format.ts';
import { LIST_GRACE_MS } from '../polling/list-grace.ts';
import type { ApiSession } from '../servers/session.ts';
import { describeServer, describeSnapshot, nameSnapshot } from '../vps/describe.ts';
import { toActionError } from '../vps/errors.ts';
import { type Id, isNamedBy, isSame } from '../vps/id.ts';
import type { List, ServerRef, Snapshot } from '../vps/schema.ts';
import { byAge, listByServer, ofServer, readingSnapshots, type SnapshotsByServer, snapshotsOf } from './list.ts';
import { createSnapshotPoller } from './wait.ts';

/** A snapshot that a user names: by its id alone, or with the server that it is said to belong to. */
export interface NamedSnapshot {
  readonly id: Id;
  /** Known if the output `snapshots` was given. */
  readonly server?: Id;
}

/** Why a snapshot was not chosen, as a line of an error message. */
export interface Problem {
  readonly text: string;
  /** The server that this leaves without a snapshot; absent if that is unknown. */
  readonly server?: ServerRef;
}

/** What was chosen, and why the rest was not. */
export interface Selection {
  readonly found: readonly Snapshot[];
  readonly problems: readonly Problem[];
}

/** What the lists show of the snapshots that a user names. */
export interface NamedReading {
  readonly there: SnapshotsByServer;
  /** The whole list; empty if the servers' own lists have them all. */
  readonly everywhere: List<Snapshot>;
}

/** Reads the servers' lists, and the whole list if one of the named snapshots is not in them. */
export async function readNamed(
  servers: readonly ServerRef[],
  named: readonly NamedSnapshot[],
  session: ApiSession,
  deadline: Deadline,
): Promise<NamedReading> {
  const there = await listByServer(servers, session, deadline, 'Nothing was changed.');
  if (missingIn(listedOn(servers, there), named).length === 0) {
    return { there, everywhere: { items: [], unreadable: 0 } };
  }
  const everywhere = await readEverywhere(servers, session, deadline);
  return { there: withSeen(servers, there, named, everywhere.items), everywhere };
}

/** All snapshots that these lists show. */
export function listedOn(servers: readonly ServerRef[], there: SnapshotsByServer): Snapshot[] {
  return servers.flatMap((server) => snapshotsOf(there, server).snapshots);
}

/** The named ones that a list does not show. */
export function missingIn(list: readonly Snapshot[], named: readonly NamedSnapshot[]): NamedSnapshot[] {
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
 * @param objection why a snapshot cannot be used, as a line of the message; `undefined` if it can
 */
export function findNamed(
  servers: readonly ServerRef[],
  { there, everywhere }: NamedReading,
  named: readonly NamedSnapshot[],
  objection: (snapshot: Snapshot) => string | undefined,
): Selection {
  const found: Snapshot[] = [];
  const problems: Problem[] = [];
  const listed = listedOn(servers, there);
  for (const { id, server: said } of named) {
    const snapshot = listed.find((one) => isNamedBy(one, id));
    if (!snapshot) {
      problems.push({ text: `  ${describeMissing(id, everywhere.items)}` });
      continue;
    }
    const { server } = snapshot;
    const text =
      said !== undefined && !isNamedBy(server, said)
        ? `  snapshot_id assigns ${nameSnapshot(snapshot)} to server ${said}, but it belongs to ${describeServer(server)}.`
        : objection(snapshot);
    if (text !== undefined) problems.push({ text, server });
    // Its integer and its UUID name one snapshot.
    else if (!found.includes(snapshot)) found.push(snapshot);
  }
  return { found, problems };
}

function describeMissing(id: Id, everywhere: readonly Snapshot[]): string {
  const [elsewhere, ...others] = everywhere.filter((one) => isNamedBy(one, id));
  if (!elsewhere) return `Snapshot ${id} does not exist, or this token cannot see it.`;
  if (others.length === 0) return `${describeSnapshot(elsewhere)} does not belong to any server in server_id.`;
  return `Snapshot ${id} is listed under several servers, so it is unclear which server it belongs to.`;
}

/** The whole list, only to find what the servers' own lists do not show. */
async function readEverywhere(
  servers: readonly ServerRef[],
  { api }: ApiSession,
  deadline: Deadline,
): Promise<List<Snapshot>> {
  try {
    return await api.listSnapshots(undefined, deadline);
  } catch (error) {
    throw toActionError(error, readingSnapshots(servers), 'Nothing was changed.');
  }
}

/** Reads the lists as `readNamed` does, again for 60 s while one of the named snapshots is listed nowhere. */
export async function readUntilListed(
  servers: readonly ServerRef[],
  named: readonly NamedSnapshot[],
  session: ApiSession,
  deadline: Deadline,
): Promise<NamedReading> {
  const first = await readNamed(servers, named, session, deadline);
  const nowhere = missingIn([...listedOn(servers, first.there), ...first.everywhere.items], named);
  if (nowhere.length === 0) return first;
  const ids = nowhere.map(({ id }) => id).join(', ');
  const [subject, be] = nowhere.length === 1 ? [`Snapshot ${ids}`, 'is'] : [`Snapshots ${ids}`, 'are'];
  session.log(`  ${subject} ${be} not in the list; looking again for up to ${formatDuration(LIST_GRACE_MS)}`);
  const poller = createSnapshotPoller(servers, session, () => `  ${subject} ${be} still not in the list`);
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
    throw toActionError(error, readingSnapshots(servers), 'Nothing was changed.');
  }
  const last = await readNamed(servers, named, session, deadline);
  return { ...last, there: withSeen(servers, last.there, named, [...seen.values()].flat()) };
}
