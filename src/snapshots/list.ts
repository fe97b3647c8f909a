import type { Deadline } from '../clock.ts';
import { formatServerIds, formatServers } from '../format.ts';
import type { ApiSession } from '../servers/session.ts';
import type { VpsClient } from '../vps/client.ts';
import { toActionError } from '../vps/errors.ts';
import { type Id, isIncomparable, isSame } from '../vps/id.ts';
import type { List, ServerRef, Snapshot } from '../vps/schema.ts';

/** What one server has. */
export interface ServerSnapshots {
  /** The oldest first. */
  readonly snapshots: readonly Snapshot[];
  /** Items of the list that cannot be read, or are listed under another server too; they count towards the limit. */
  readonly unreadable: number;
}

/** The snapshots of each server, by its `key`. */
export type SnapshotsByServer = ReadonlyMap<Id, ServerSnapshots>;

/**
 * Orders snapshots, the oldest first; one of unknown age comes first, and of several with the same time, the one with
 * the lower id.
 */
export function byAge(a: Snapshot, b: Snapshot): number {
  return (a.createdAtMs ?? 0) - (b.createdAtMs ?? 0) || Number(a.key) - Number(b.key) || 0;
}

/** Reads the snapshots of these servers with one list: one server by the filter, several by the whole list. */
export async function readSnapshots(
  servers: readonly ServerRef[],
  api: VpsClient,
  deadline: Deadline,
): Promise<List<Snapshot>> {
  return await api.listSnapshots(servers.length === 1 ? servers[0] : undefined, deadline);
}

/** The snapshots of one server, the oldest first, each with the server as it was resolved. */
export function ofServer(list: readonly Snapshot[], server: ServerRef): Snapshot[] {
  return list
    .filter((snapshot) => isSame(snapshot.server, server))
    .map((snapshot) => ({ ...snapshot, server }))
    .sort(byAge);
}

/**
 * Reads what each server has. Warns of items that cannot be read, and of items for which it cannot be
 * determined whether they belong to one of these servers. Both are skipped.
 * @param state what is certain about the servers if the list cannot be read
 * @throws ActionError if the list cannot be read
 */
export async function listByServer(
  servers: readonly ServerRef[],
  { api, warn }: ApiSession,
  deadline: Deadline,
  state?: string,
): Promise<SnapshotsByServer> {
  try {
    const list = await readSnapshots(servers, api, deadline);
    if (list.unreadable > 0) {
      const limit = servers.length === 1 ? ', and count towards the limit' : '';
      warn(`The list of snapshots has items that cannot be read. They are skipped${limit}.`);
    }
    if (list.items.some(({ server }) => servers.some((own) => isIncomparable(own, server)))) {
      const whose = formatServers(servers.map(({ key }) => key));
      warn(
        `Some listed snapshots identify their server by a different form of ID than server_id, so it is unclear whether they belong to ${whose}. They are ignored. Set server_id to the form that the list shows: an integer or a UUID.`,
      );
    }
    return groupByServer(list, servers);
  } catch (error) {
    throw toActionError(error, readingSnapshots(servers), state);
  }
}

/** What an error says was being done, as the start of a sentence. */
export function readingSnapshots(servers: readonly ServerRef[]): string {
  return `Reading the snapshots of ${formatServerIds(servers.map(({ key }) => key))}`;
}

/** What each server has, by one reading of the snapshots of all of them. */
export function groupByServer({ items, unreadable }: List<Snapshot>, servers: readonly ServerRef[]): SnapshotsByServer {
  // In the list of several servers it is unclear which server an unreadable item belongs to.
  const counted = servers.length === 1 ? unreadable : 0;
  const unambiguous = withoutAmbiguous(items);
  return new Map(
    servers.map((server) => {
      const snapshots = ofServer(unambiguous, server);
      const ambiguous = ofServer(items, server).length - snapshots.length;
      return [server.key, { snapshots, unreadable: counted + ambiguous }];
    }),
  );
}

/** Drops what is listed under several servers, because it is unclear to which it belongs (docs/api.md, Identity). */
function withoutAmbiguous(list: readonly Snapshot[]): Snapshot[] {
  const counts = new Map<string, number>();
  for (const { key } of list) counts.set(key.toLowerCase(), (counts.get(key.toLowerCase()) ?? 0) + 1);
  return list.filter(({ key }) => counts.get(key.toLowerCase()) === 1);
}

/** What one server has, out of all. */
export function snapshotsOf(all: SnapshotsByServer, server: ServerRef): ServerSnapshots {
  return all.get(server.key) ?? { snapshots: [], unreadable: 0 };
}
