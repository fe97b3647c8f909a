import pMap from 'p-map';
import { Deadline } from '../clock.ts';
import { Failure } from '../failure.ts';
import { accounted, putOut } from '../report/account.ts';
import { SnapshotAccount } from '../report/snapshots.ts';
import type { Run } from '../run.ts';
import { createOnce } from '../snapshots/create.ts';
import { earlierOfThisStep, type Held, holdings, listed, requireRoom } from '../snapshots/holdings.ts';
import { nameFor } from '../snapshots/name.ts';
import { provenanceLine } from '../snapshots/provenance.ts';
import type { SnapshotRecord } from '../snapshots/record.ts';
import { describe } from '../snapshots/status.ts';
import { BadRequest, NotFound } from '../vps/errors.ts';
import { retrying } from '../vps/retry.ts';
import { failureFrom } from '../vps/trouble.ts';
import { waitForSnapshots } from '../waiting/snapshots.ts';

/** So many creates are sent at a time. */
const CONCURRENCY = 8;

/**
 * Takes a snapshot of each server and waits until all are complete. All servers are looked at before the first is
 * touched; the failure of one neither stops nor hides the others.
 * @throws Failure unless every server has a complete snapshot, or with `wait: false` one that has begun
 */
export async function takeSnapshots(run: Run): Promise<void> {
  const { inputs, job, clock } = run;
  const name = nameFor(inputs.snapshot_name, job, new Date(clock.now()));
  const records: SnapshotRecord[] = inputs.server_id.map((server) => {
    return { server, name, requested: false, created: true };
  });
  const account = new SnapshotAccount(records, run);
  await accounted(account, run, async () => {
    const deadline = new Deadline(clock, inputs.timeout_minutes);
    run.runner.group(`Snapshot "${name}" of server ${inputs.server_id.join(', ')}`);
    const held = await holdings(inputs.server_id, run, deadline);
    for (const record of records) takeOver(record, held, run);
    const missing = records.filter(({ snapshot }) => !snapshot);
    requireRoom(
      missing.map(({ server }) => server),
      held,
      run,
    );
    await pMap(
      missing,
      async (record) => {
        await begin(record, held, run, deadline);
        putOut(account, run);
      },
      { concurrency: CONCURRENCY },
    );
    putOut(account, run);
    if (inputs.wait) await untilComplete(records, run, deadline);
  });
}

/** An earlier attempt of this step took a snapshot before the deploy was half applied: that is the way back. */
function takeOver(record: SnapshotRecord, held: Held, run: Run): void {
  const earlier = earlierOfThisStep(record.server, held, run);
  if (!earlier) return;
  record.snapshot = earlier;
  record.created = false;
  run.runner.line(`${describe(earlier)} of an earlier attempt of this step is taken over`);
}

async function begin(record: SnapshotRecord, held: Held, run: Run, deadline: Deadline): Promise<void> {
  const { server, name } = record;
  const { description } = run.inputs;
  const line = provenanceLine(run.job, server);
  const order = { server, name, description: description === '' ? line : `${description}\n${line}` };
  const before = new Set(held.get(server)?.map(({ id }) => id));
  record.requested = true;
  try {
    record.snapshot = await createOnce(order, before, run, deadline);
    run.runner.line(`${describe(record.snapshot)} has begun; its id is ${record.snapshot.id}`);
  } catch (error) {
    record.failure =
      error instanceof BadRequest || error instanceof NotFound
        ? await refused(error, record, run, deadline)
        : failureFrom(error, `Snapshot "${name}" of server ${server}`, 'The server runs on as it was.');
  }
}

async function refused(
  error: BadRequest | NotFound,
  { server, name }: SnapshotRecord,
  run: Run,
  deadline: Deadline,
): Promise<Failure> {
  const happened = `Snapshot "${name}" of server ${server} was refused: ${error.message}.`;
  if (error instanceof NotFound) {
    return new Failure({
      happened,
      now: `There is no server ${server} for this token; nothing was begun.`,
      next: 'Check server_id, and that the token belongs to the account that owns the server.',
    });
  }
  const held = await retrying(() => run.api.listSnapshots(server, deadline), run, deadline).catch(() => []);
  return new Failure({
    happened,
    now: ['Nothing was begun. On the server are:', ...listed(held, run)],
    next: 'If the server is full, delete one that is not needed (`mode: delete`); else mend what the API names.',
  });
}

async function untilComplete(records: readonly SnapshotRecord[], run: Run, deadline: Deadline): Promise<void> {
  const began = run.clock.now();
  const awaited = records.flatMap(({ snapshot, failure }) => (snapshot && !failure ? snapshot : []));
  if (awaited.length === 0) return;
  const recordOf = new Map(records.flatMap((record) => (record.snapshot ? [[record.snapshot.id, record]] : [])));
  try {
    const ends = await waitForSnapshots(awaited, run, deadline, (snapshot) => {
      const record = recordOf.get(snapshot.id);
      if (record) record.snapshot = snapshot;
    });
    for (const [id, { snapshot, failure }] of ends) {
      const record = recordOf.get(id);
      if (!record) continue;
      record.snapshot = snapshot;
      record.tookMs = run.clock.now() - began;
      if (failure) record.failure = failure;
    }
  } catch (error) {
    for (const record of records) {
      if (!record.snapshot || record.failure) continue;
      const doing = `The wait for ${describe(record.snapshot)}`;
      record.failure = failureFrom(error, doing, `VPS.org goes on with it; it was last "${record.snapshot.status}".`);
    }
  }
}
