import type { Deadline } from '../clock.ts';
import { Failure } from '../failure.ts';
import type { NamedSnapshot } from '../inputs/inputs.ts';
import { counted } from '../report/format.ts';
import type { Run } from '../run.ts';
import type { Id } from '../vps/id.ts';
import { retrying } from '../vps/retry.ts';
import type { Snapshot } from '../vps/schema.ts';
import { failureFrom } from '../vps/trouble.ts';
import { listed } from './holdings.ts';
import { changesWithTime, nameFor } from './name.ts';
import { isOurs, provenanceOf } from './provenance.ts';
import { byAge, describe, isComplete } from './status.ts';

/**
 * What each server is to be put back to. Every target is checked before any server is touched: it exists, is complete
 * and belongs to the server named (design.md, What must never happen, 2).
 * @returns one snapshot for each server, in the order of `server_id`
 * @throws Failure naming every server without a good target, and what is there
 */
export async function rollbackTargets(run: Run, deadline: Deadline): Promise<Snapshot[]> {
  const { server_id: servers, snapshot_id: named } = run.inputs;
  const all = await allSnapshots(run, deadline, 'No restore was sent; the servers run on as they were.');
  if (named.length > 0) return oneForEach(servers, namedOnes(named, all, run, isRestorable), run, all);
  const ours = newestOurs(servers, all, run);
  return oneForEach(servers, { found: ours, problems: [] }, run, all);
}

/**
 * The snapshots that `mode: delete` names, each on one of the servers (design.md, What must never happen, 3).
 * @throws Failure naming every id that is not there or is on another server
 */
export async function deleteTargets(run: Run, deadline: Deadline): Promise<Snapshot[]> {
  const all = await allSnapshots(run, deadline, 'No delete was sent.');
  const { found, problems } = namedOnes(run.inputs.snapshot_id, all, run, () => undefined);
  if (problems.length === 0) return found;
  throw new Failure({
    happened: `${counted(problems.length, 'snapshot')} cannot be deleted, so none was.`,
    now: [...problems, ...holdingsOf(run.inputs.server_id, all, run)],
    next: 'Check snapshot_id and server_id: only what is named is deleted, and only on the servers that are named.',
  });
}

async function allSnapshots(run: Run, deadline: Deadline, now: string): Promise<Snapshot[]> {
  try {
    // The whole list, also for one server: so a snapshot of another server is told apart from one that is missing.
    const all = await retrying(() => run.api.listSnapshots(undefined, deadline), run, deadline);
    return all.sort(byAge);
  } catch (error) {
    throw failureFrom(error, 'Reading the snapshots', now);
  }
}

interface Found {
  readonly found: Snapshot[];
  readonly problems: string[];
}

function namedOnes(
  named: readonly NamedSnapshot[],
  all: readonly Snapshot[],
  { inputs }: Run,
  objection: (snapshot: Snapshot) => string | undefined,
): Found {
  const found: Snapshot[] = [];
  const problems: string[] = [];
  for (const { id, server } of named) {
    const snapshot = all.find((one) => one.id === id);
    const problem = snapshot
      ? (misplaced(snapshot, inputs.server_id, server) ?? objection(snapshot))
      : `  There is no snapshot ${id} that this token can see.`;
    if (problem) problems.push(problem);
    else if (snapshot) found.push(snapshot);
  }
  return { found, problems };
}

function misplaced(snapshot: Snapshot, servers: readonly Id[], said: Id | undefined): string | undefined {
  if (!servers.includes(snapshot.server.id)) return `  ${describe(snapshot)} is of none of the servers in server_id.`;
  if (said === undefined || said === snapshot.server.id) return undefined;
  return `  ${describe(snapshot)} was given for server ${said}.`;
}

function isRestorable(snapshot: Snapshot): string | undefined {
  return isComplete(snapshot) ? undefined : `  ${describe(snapshot)} is not complete, it is "${snapshot.status}".`;
}

/** The newest complete one of ours with the name that `snapshot_name` gives for this commit (design.md, Rollback). */
function newestOurs(servers: readonly Id[], all: readonly Snapshot[], { inputs, job, clock }: Run): Snapshot[] {
  const name = nameFor(inputs.snapshot_name, job, new Date(clock.now()));
  return servers.flatMap((id) => {
    const own = provenanceOf(job, id);
    return (
      all.findLast(
        (snapshot) =>
          snapshot.server.id === id &&
          snapshot.name === name &&
          isComplete(snapshot) &&
          isOurs(snapshot.description, own),
      ) ?? []
    );
  });
}

function oneForEach(
  servers: readonly Id[],
  { found, problems }: Found,
  run: Run,
  all: readonly Snapshot[],
): Snapshot[] {
  const wrong = [...problems];
  const targets = servers.flatMap((id) => {
    const own = found.filter(({ server }) => server.id === id);
    if (own.length > 1) wrong.push(`  Server ${id} has ${own.length} snapshots to go back to: name one.`);
    if (own.length === 0) wrong.push(`  Server ${id} has no snapshot to go back to${searched(run)}.`);
    return own;
  });
  if (wrong.length === 0) return targets;
  throw new Failure({
    happened: `The rollback of server ${servers.join(', ')} cannot be begun. No restore was sent.`,
    now: [...wrong, ...holdingsOf(servers, all, run)],
    next: 'Give a complete snapshot of each server as snapshot_id, as a rule the output of the snapshot step.',
  });
}

/** What was looked for where no `snapshot_id` was given. */
function searched({ inputs, job, clock }: Run): string {
  if (inputs.snapshot_id.length > 0) return '';
  const name = nameFor(inputs.snapshot_name, job, new Date(clock.now()));
  const hint = changesWithTime(inputs.snapshot_name) ? `; snapshot_name gives another name each time` : '';
  return `: none that this repository took is complete and named "${name}"${hint}`;
}

function holdingsOf(servers: readonly Id[], all: readonly Snapshot[], run: Run): string[] {
  return servers.flatMap((id) => [
    `On server ${id} are:`,
    ...listed(
      all.filter(({ server }) => server.id === id),
      run,
    ),
  ]);
}
