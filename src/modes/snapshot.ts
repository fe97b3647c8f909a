import { Deadline } from '../clock.ts';
import { accounted, putOut } from '../report/account.ts';
import { serversInWords } from '../report/format.ts';
import { SnapshotAccount } from '../report/snapshots.ts';
import type { Run } from '../run.ts';
import { earlierOfThisStep, type Held, holdings, makeRoom, requireServers } from '../snapshots/holdings.ts';
import { nameFor } from '../snapshots/name.ts';
import type { DeleteRecord, SnapshotRecord } from '../snapshots/record.ts';
import { removeAll, toDelete } from '../snapshots/remove.ts';
import { beyondKeep } from '../snapshots/retention.ts';
import { describe } from '../snapshots/status.ts';
import { beginAll, completeAll } from '../snapshots/take.ts';
import { saveSnapshots } from '../state.ts';
import { failureFrom } from '../vps/trouble.ts';

/**
 * Takes a snapshot of each server, waits until all are complete, and then deletes what `keep` leaves over. All servers
 * are looked at before the first is touched; the failure of one neither stops nor hides the others.
 * @throws Failure unless every server has a complete snapshot, or with `wait: false` one that has begun
 */
export async function takeSnapshots(run: Run): Promise<void> {
  const { inputs, job, clock, runner } = run;
  const name = nameFor(inputs.snapshot_name, job, new Date(clock.now()));
  const records: SnapshotRecord[] = inputs.server_id.map((server) => {
    return { server, name, requested: false, created: true };
  });
  const account = new SnapshotAccount(records, run);
  const changed = () => {
    saveSnapshots(runner, records);
    putOut(account, run);
  };
  await accounted(account, run, async () => {
    const deadline = new Deadline(clock, inputs.timeout_minutes);
    runner.group(`Snapshot "${name}" of ${serversInWords(inputs.server_id)}`);
    await requireServers(run, deadline);
    const held = await holdings(inputs.server_id, run, deadline);
    if (inputs.on_rerun === 'reuse') for (const record of records) takeOver(record, held, run, changed);
    const missing = records.filter(({ snapshot }) => !snapshot);
    account.replaced.push(...makeRoom(missing, held, run));
    if (inputs.dry_run) {
      account.pruned.push(...leftOver(records, without(held, account.replaced), run));
      for (const line of account.plan()) runner.line(line);
      return;
    }
    await removeAll(account.replaced, run, deadline);
    await beginAll(stillWanted(missing, account), held, run, deadline, changed);
    if (!inputs.wait) return;
    await completeAll(records, run, deadline);
    changed();
    await prune(account, records, run);
  });
}

/** An earlier attempt of this step took a snapshot before the deploy was half applied: that is the way back. */
function takeOver(record: SnapshotRecord, held: Held, run: Run, changed: () => void): void {
  const earlier = earlierOfThisStep(record.server, held, run);
  if (!earlier) return;
  record.snapshot = earlier;
  record.created = false;
  changed();
  run.runner.line(`${describe(earlier)} of an earlier attempt of this step is taken over; it is ${earlier.status}`);
}

/** The servers on which a place was free, or has become free; on the others the failed delete is the failure. */
function stillWanted(records: readonly SnapshotRecord[], { replaced }: SnapshotAccount): SnapshotRecord[] {
  return records.filter((record) => {
    const failure = replaced.find(({ target }) => target.server.id === record.server)?.failure;
    if (failure) record.failure = failure;
    return !failure;
  });
}

/** What the servers hold when these are deleted. */
function without(held: Held, deleted: readonly DeleteRecord[]): Held {
  const gone = new Set(deleted.map(({ target }) => target.id));
  return new Map([...held].map(([server, there]) => [server, there.filter(({ id }) => !gone.has(id))]));
}

/** What `keep` deletes when the snapshots of this step are there; those still to be made count as made. */
function leftOver(records: readonly SnapshotRecord[], held: Held, { inputs: { keep }, job }: Run): DeleteRecord[] {
  if (keep === undefined) return [];
  return records.flatMap(({ server, snapshot }) => {
    const kept = snapshot ? keep : keep - 1;
    return beyondKeep(held.get(server) ?? [], kept, job, snapshot?.id).map(toDelete);
  });
}

/** The backup exists; that an old one is still there too only warns (design.md, What must never happen, 5). */
async function prune(account: SnapshotAccount, records: readonly SnapshotRecord[], run: Run): Promise<void> {
  const { inputs, clock, runner } = run;
  const good = records.filter(({ failure }) => !failure);
  if (inputs.keep === undefined || good.length === 0) return;
  const deadline = new Deadline(clock, inputs.timeout_minutes);
  try {
    const held = await holdings(
      good.map(({ server }) => server),
      run,
      deadline,
    );
    account.pruned.push(...leftOver(good, held, run));
    await removeAll(account.pruned, run, deadline);
  } catch (error) {
    const { message } = failureFrom(error, 'Deleting older snapshots');
    runner.annotate('warning', `The new snapshot is complete, but older ones were not deleted.\n${message}`);
  }
  const failed = account.pruned.flatMap(({ failure }) => failure ?? []);
  if (failed.length > 0) {
    const words = failed.map(({ message }) => message).join('\n');
    runner.annotate('warning', `The new snapshot is complete, but not all older ones were deleted.\n${words}`);
  }
}
