import type { Deadline } from '../clock.ts';
import { Failure } from '../failure.ts';
import { age, size } from '../report/format.ts';
import type { Run } from '../run.ts';
import { isRefusal } from '../vps/errors.ts';
import type { Id } from '../vps/id.ts';
import { retrying } from '../vps/retry.ts';
import type { Server, Snapshot } from '../vps/schema.ts';
import { failureFrom } from '../vps/trouble.ts';
import { isOfThisStep, isOurs, provenanceOf, readProvenance } from './provenance.ts';
import type { DeleteRecord, SnapshotRecord } from './record.ts';
import { toDelete } from './remove.ts';
import { replaceable } from './retention.ts';
import { byAge, describe, hasFailed } from './status.ts';

/** A server holds at most so many snapshots (vps-api.md, Snapshots). */
const MOST_SNAPSHOTS = 5;

/** The snapshots on each of the servers, the oldest first. */
export type Held = ReadonlyMap<Id, readonly Snapshot[]>;

/**
 * Reads what the servers hold: with one server its list, with several the whole list once.
 * @throws Failure where the list cannot be read
 */
export async function holdings(servers: readonly Id[], run: Run, deadline: Deadline): Promise<Held> {
  const [only] = servers;
  const filter = servers.length === 1 ? only : undefined;
  try {
    const list = await retrying(() => run.api.listSnapshots(filter, deadline), run, deadline);
    return new Map(servers.map((id) => [id, list.filter(({ server }) => server.id === id).sort(byAge)]));
  } catch (error) {
    throw failureFrom(error, 'Reading the snapshots', 'Nothing was sent but that; the servers run on as they were.');
  }
}

/**
 * The snapshot that an earlier attempt of this very step took of a server: the first that has not failed, because
 * after a deploy that was half applied it is the right way back (design.md, input `on_rerun`).
 */
export function earlierOfThisStep(server: Id, held: Held, { job }: Run): Snapshot | undefined {
  const own = provenanceOf(job, server);
  return held.get(server)?.find((snapshot) => {
    const attempt = readProvenance(snapshot.description)?.attempt ?? job.attempt;
    return isOfThisStep(snapshot.description, own) && attempt < job.attempt && !hasFailed(snapshot);
  });
}

const DELETE_ONE = 'Delete one that is not needed, by `mode: delete` with its id or in the VPS.org panel';

/**
 * Makes sure that each server has room for one more snapshot, before the first create.
 * @returns what is to be deleted first, with `on_limit: replace_oldest`
 * @throws Failure naming what each server holds that is full and stays so
 */
export function makeRoom(records: readonly Pick<SnapshotRecord, 'server'>[], held: Held, run: Run): DeleteRecord[] {
  const { inputs, job } = run;
  const full = fullOf(
    records.map(({ server }) => server),
    held,
  );
  const oldest = new Map(full.map((server) => [server, replaceable(held.get(server) ?? [], job)]));
  const could = [...oldest.values()].filter((snapshot) => snapshot !== undefined);
  if (inputs.on_limit === 'fail') {
    const all = could.length === full.length;
    // It is offered only where it helps, and with what it would cost.
    const offer = `; or set \`on_limit: replace_oldest\`, which would delete ${could.map(describe).join(', ')}`;
    if (full.length > 0) throw tooFull(full, held, run, '', `${DELETE_ONE}${all ? offer : ''}.`);
    return [];
  }
  const stuck = full.filter((server) => !oldest.get(server));
  if (stuck.length === 0) return could.map(toDelete);
  const none =
    ' None of them may be replaced: only a complete one that this repository took, and never the last complete one.';
  throw tooFull(stuck, held, run, none, `${DELETE_ONE}.`);
}

/**
 * Makes sure that each server has room for one more snapshot where none is deleted for it.
 * @throws Failure naming what each server holds that is full
 */
export function requireRoom(servers: readonly Id[], held: Held, run: Run): void {
  const full = fullOf(servers, held);
  if (full.length === 0) return;
  throw tooFull(full, held, run, '', `${DELETE_ONE}; or run the rollback again without safety_snapshot.`);
}

function fullOf(servers: readonly Id[], held: Held): Id[] {
  return servers.filter((server) => countOf(held.get(server) ?? []) >= MOST_SNAPSHOTS);
}

function tooFull(full: readonly Id[], held: Held, run: Run, more: string, next: string): Failure {
  return new Failure({
    happened: `Server ${full.join(', ')} is full: it holds ${MOST_SNAPSHOTS} snapshots, the most it may (snapshot limit). No create was sent.${more}`,
    now: full.flatMap((server) => [`On server ${server} are:`, ...listed(held.get(server) ?? [], run)]),
    next,
  });
}

/**
 * Makes sure that the servers exist before the first of several is touched. One alone needs no look, as its create
 * tells, but for a dry run.
 * @throws Failure naming those that do not
 */
export async function requireServers(run: Run, deadline: Deadline): Promise<void> {
  const { server_id: wanted } = run.inputs;
  if (wanted.length === 1 && !run.inputs.dry_run) return;
  const servers = await readServers(run, deadline, 'No create was sent; the servers run on as they were.');
  const missing = servers ? wanted.filter((id) => !servers.some((server) => server.id === id)) : [];
  if (missing.length === 0) return;
  throw new Failure({
    happened: `There is no server ${missing.join(', ')} for this token. No create was sent.`,
    next: 'Check server_id, and that the token belongs to the account that owns the servers.',
  });
}

/**
 * All servers that the token may see; `undefined` where it may not read servers (vps-api.md, Servers).
 * @param now what is known when it fails
 * @throws Failure where the API cannot be read
 */
export async function readServers(run: Run, deadline: Deadline, now: string): Promise<Server[] | undefined> {
  try {
    return await retrying(() => run.api.listServers(deadline), run, deadline);
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw failureFrom(error, 'Reading the servers', now);
  }
}

function countOf(snapshots: readonly Snapshot[]): number {
  return snapshots.filter((snapshot) => !hasFailed(snapshot)).length;
}

/** What a server holds, a line for each snapshot: id, name, status, age, size, and whose it is. */
export function listed(snapshots: readonly Snapshot[], { job, clock }: Run): string[] {
  if (snapshots.length === 0) return ['  no snapshots'];
  return snapshots.map(({ id, name, status, createdAt, sizeMb, server, description }) => {
    const owner = isOurs(description, provenanceOf(job, server.id)) ? 'taken by this repository' : 'not ours';
    return `  ${id} "${name}", ${status}, ${age(createdAt, clock.now())}, ${size(sizeMb)}, ${owner}`;
  });
}
