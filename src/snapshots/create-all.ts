import pLimit from 'p-limit';
import pMap from 'p-map';
import { Deadline } from '../clock.ts';
import { ActionError } from '../errors.ts';
import { describeServer, describeSnapshot, quoteName } from '../vps/describe.ts';
import { toActionError } from '../vps/errors.ts';
import type { ServerRef } from '../vps/schema.ts';
import { hasFailed } from '../vps/status.ts';
import { listByServer } from './list.ts';
import type { SnapshotRecord } from './record.ts';
import { type CreateJob, readNow, SnapshotTask } from './take-snapshot.ts';

/** This many creates are sent at a time. */
const MAX_CREATES = 8;

/**
 * Takes a snapshot of the server of each record, or waits for the one that it reuses; if that fails, takes another. The
 * failure of one neither stops nor hides the others; it is kept in its record.
 * @throws the reason for the abort, after every server that was stopped has been told to start
 */
export async function createAll(records: readonly SnapshotRecord[], job: CreateJob): Promise<void> {
  const { maxParallel, stopServer: stops } = job.settings;
  const limit = pLimit(MAX_CREATES);
  const stopped = new Set<ServerRef>();
  const concurrency = maxParallel ?? (stops ? 1 : Number.POSITIVE_INFINITY);
  const work = async (record: SnapshotRecord, index: number) => {
    let task: SnapshotTask | undefined;
    try {
      const start = (now: Pick<CreateJob, 'servers' | 'there'>) =>
        new SnapshotTask(record, { ...job, ...now }, stopped, limit);
      task = start(index < concurrency ? job : await readAgain(record, job));
      try {
        await task.run();
      } catch (error) {
        const { snapshot, reused } = record;
        if (!reused || !snapshot || !hasFailed(snapshot)) throw error;
        job.session.log(
          `  ${describeSnapshot(snapshot)}, reused, ended with status "${snapshot.status}"; creating another`,
        );
        forgetReused(record);
        task = start(await readAgain(record, job));
        await task.run();
      }
    } catch (error) {
      record.failure = failureOf(record, error, task?.changes() ?? []);
      // The failure of a single server is the error of the step, which reports it.
      if (records.length > 1) job.session.log(`✗ ${record.failure.parts.summary}`);
    }
    job.events.onChange();
  };
  // All of them end before an abort is passed on: a stopped server must be told to start first.
  const results = await pMap(
    records,
    async (record, index) => await work(record, index).catch((reason: unknown) => ({ reason })),
    { concurrency },
  );
  const aborted = results.find((result) => result !== undefined);
  if (aborted) throw aborted.reason;
}

/** As if no earlier attempt had taken one: the step needs a snapshot of its own then. */
function forgetReused(record: SnapshotRecord): void {
  record.reused = false;
  delete record.snapshot;
  delete record.startedAtMs;
  delete record.durationMs;
}

/**
 * What an error means for a record: once there is a snapshot, that goes on without us.
 * @param changes what else was changed, a sentence each
 */
function failureOf(
  { server, name, snapshot }: SnapshotRecord,
  error: unknown,
  changes: readonly string[],
): ActionError {
  if (error instanceof ActionError) {
    if (changes.length === 0) return error;
    return new ActionError({ ...error.parts, state: [...error.parts.state, ...changes] }, error);
  }
  if (!snapshot) {
    const doing = `Taking snapshot ${quoteName(name)} of ${describeServer(server)}`;
    const others = changes.length > 0 ? changes : ['The server was not changed.'];
    return toActionError(error, doing, ['No snapshot was created.', ...others]);
  }
  const state = `The snapshot was "${snapshot.status}" when last seen; VPS.org is still working on it.`;
  return toActionError(error, `Waiting for ${describeSnapshot(snapshot)}`, [state, ...changes]);
}

/** Reads a server whose turn comes late: its status and its snapshots may have changed since the start. */
async function readAgain(
  { server: ref, snapshot }: SnapshotRecord,
  job: CreateJob,
): Promise<Pick<CreateJob, 'servers' | 'there'>> {
  const { session, settings } = job;
  session.context.signal.throwIfAborted();
  const deadline = new Deadline(session.context.clock, settings.timeoutMs);
  const state = snapshot ? undefined : 'No snapshot was created.';
  const there = await listByServer([ref], session, deadline, state);
  const before = job.servers.filter(({ key }) => key === ref.key);
  return { servers: await Promise.all(before.map(async (server) => await readNow(server, session, deadline))), there };
}
