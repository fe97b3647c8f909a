import pMap from 'p-map';
import type { Deadline } from '../clock.ts';
import { Failure } from '../failure.ts';
import type { Run } from '../run.ts';
import { sentence } from '../text.ts';
import { ApiError, BadRequest, NotFound, PassingFault } from '../vps/errors.ts';
import { retrying } from '../vps/retry.ts';
import { failureFrom } from '../vps/trouble.ts';
import { waitForSnapshots } from '../waiting/snapshots.ts';
import { createOnce } from './create.ts';
import { type Held, listed } from './holdings.ts';
import { provenanceLine } from './provenance.ts';
import type { SnapshotRecord } from './record.ts';
import { describe, inShort } from './status.ts';

/** So many creates are sent at a time. */
const CONCURRENCY = 8;

/**
 * Begins a snapshot for each record; the failure of one neither stops nor hides the others and stands in its record.
 * @param held what the servers held before
 * @param changed called when a create is about to be sent, and when its end is known
 * @throws the reason of the abort of a cancelled job
 */
export async function beginAll(
  records: readonly SnapshotRecord[],
  held: Held,
  run: Run,
  deadline: Deadline,
  changed: () => void,
): Promise<void> {
  for (const record of records) record.requested = true;
  changed();
  await pMap(
    records,
    async (record) => {
      await begin(record, held, run, deadline);
      changed();
      const { snapshot } = record;
      if (snapshot) run.runner.line(`${inShort(snapshot)} has begun; it is ${snapshot.status}`);
    },
    { concurrency: CONCURRENCY },
  );
}

async function begin(record: SnapshotRecord, held: Held, run: Run, deadline: Deadline): Promise<void> {
  const { server, name } = record;
  const { description } = run.inputs;
  const line = provenanceLine(run.job, server);
  const order = { server, name, description: description === '' ? line : `${description}\n${line}` };
  record.beganAt = run.clock.now();
  const before = new Set(held.get(server)?.map(({ id }) => id));
  try {
    record.snapshot = await createOnce(order, before, run, deadline);
  } catch (error) {
    // What was refused is not under way.
    if (error instanceof ApiError && !(error instanceof PassingFault)) record.requested = false;
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
  const happened = sentence(`Snapshot "${name}" of server ${server} was refused: ${error.message}`);
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

/**
 * Waits until the snapshots that have begun are complete; a failure stands in its record.
 * @throws the reason of the abort of a cancelled job
 */
export async function completeAll(records: readonly SnapshotRecord[], run: Run, deadline: Deadline): Promise<void> {
  const began = run.clock.now();
  const awaited = records.flatMap(({ snapshot, failure }) => (snapshot && !failure ? snapshot : []));
  if (awaited.length === 0) return;
  const recordOf = new Map(records.flatMap((record) => (record.snapshot ? [[record.snapshot.id, record]] : [])));
  try {
    const ends = await waitForSnapshots(awaited, run, deadline, (snapshot) => {
      const record = recordOf.get(snapshot.id);
      if (record) record.snapshot = snapshot;
    });
    for (const [id, { snapshot, endedMs, failure }] of ends) {
      const record = recordOf.get(id);
      if (!record) continue;
      record.snapshot = snapshot;
      record.beganAt ??= began;
      record.tookMs = began + endedMs - record.beganAt;
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
