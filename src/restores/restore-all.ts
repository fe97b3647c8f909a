import pLimit from 'p-limit';
import pMap from 'p-map';
import { Deadline } from '../clock.ts';
import { ActionError } from '../errors.ts';
import { formatDiscarded } from '../format.ts';
import type { RestoreOutcome } from '../github/rollback-log.ts';
import type { RequestLimit } from '../polling/post-once.ts';
import type { ServerPoller } from '../servers/power.ts';
import { UNREADABLE } from '../servers/resolve.ts';
import type { ApiSession } from '../servers/session.ts';
import { describeServer, describeSnapshot } from '../vps/describe.ts';
import { isTransient, toActionError } from '../vps/errors.ts';
import type { Server, Snapshot } from '../vps/schema.ts';
import { RECHECK_MS, recheckDeadline, recheckTarget } from './recheck.ts';
import type { RestoreRecord } from './record.ts';
import { readStatus, unrestorable } from './restorable.ts';
import { restoreOnce } from './restore-once.ts';
import { unknownStart, waitForRestore } from './wait.ts';

/** This many restores are sent at a time. */
const MAX_RESTORES = 8;

/** How servers are restored. */
export interface RestoreSettings {
  /** For one server, in milliseconds. */
  readonly timeoutMs: number;
  /** How many servers are worked on at once; `undefined`: all. */
  readonly maxParallel: number | undefined;
  readonly apiUrl: string;
  /**
   * The job was cancelled, and all its post steps share a few minutes: every restore is sent at once, and one that has
   * not finished at the timeout only warns.
   */
  readonly isAfterCancel: boolean;
  /** A later release of another run is undone with a warning, because the user has named the snapshots. */
  readonly mayUndoRelease: boolean;
}

/** What all servers of a rollback share. */
export interface RestoreJob {
  /** With their status before. */
  readonly servers: readonly Server[];
  /** When the servers and the targets were checked, by the monotonic clock. */
  readonly checkedMs: number;
  /** False if the token is not allowed to read servers: then the end of a restore cannot be seen. */
  readonly readable: boolean;
  readonly settings: RestoreSettings;
  readonly session: ApiSession;
  readonly serverPoller: ServerPoller;
  /** The restore of this server has certainly started, has succeeded, or has failed after it was accepted. */
  readonly onOutcome: (record: RestoreRecord, outcome: RestoreOutcome) => void;
}

/**
 * Restores the server of each record and waits until it runs again; a restore that another step of the job has started is
 * only waited for. The failure of one neither stops nor hides the others; it is kept in its record.
 * @throws the reason for the abort
 */
export async function restoreAll(records: readonly RestoreRecord[], job: RestoreJob): Promise<void> {
  const { settings, session } = job;
  const limit = pLimit(settings.isAfterCancel ? Number.POSITIVE_INFINITY : MAX_RESTORES);
  const concurrency = settings.isAfterCancel ? undefined : settings.maxParallel;
  const work = async (record: RestoreRecord) => {
    const deadline = new Deadline(session.context.clock, settings.timeoutMs);
    try {
      const isRunning = record.stage === 'started';
      if (!isRunning) await start(record, job, limit, deadline);
      if (job.readable) await finish(record, job, deadline, isRunning ? agoMs(record, session) : 0);
      else if (record.isUncertain) throw unknownStart(record);
    } catch (error) {
      const isStarted = record.stage === 'started';
      // What was interrupted by the end of the job has no outcome.
      if (isStarted && !record.isUncertain && !session.context.signal.aborted) job.onOutcome(record, 'failed');
      record.failure = isStarted
        ? toActionError(
            error,
            `Monitoring the restore of ${describeSnapshot(record.target)}`,
            record.isUncertain
              ? 'It is unknown whether the restore was started; if it was, the server will be down until it has finished.'
              : 'The restore continues without being monitored. The server will be down until it has finished.',
          )
        : notStarted(error, record.target);
      record.stage = 'failed';
      // The failure of a single server is the error of the step, which reports it.
      if (records.length > 1) session.log(`✗ ${record.failure.parts.summary}`);
    }
  };
  await pMap(records, work, { concurrency: concurrency ?? Number.POSITIVE_INFINITY });
}

/** Marks every record of a server that is in no state to be restored as failed; the others go on. */
export function failUnrestorable(records: readonly RestoreRecord[], servers: readonly Server[]): void {
  for (const record of records) {
    const status = servers.find(({ key }) => key === record.server.key)?.status;
    const failure = unrestorable(record.server, status ?? UNREADABLE);
    if (!failure) continue;
    record.stage = 'failed';
    record.failure = failure;
  }
}

/** Running the job again would deploy what has just failed, so the next step is never that. */
function notStarted(error: unknown, target: Snapshot): ActionError {
  const state = 'The server was not restored. It is still running what was deployed.';
  const failure = toActionError(error, `Restoring ${describeSnapshot(target)}`, state);
  if (!isTransient(error)) return failure;
  const hint = `When the API accepts requests again, use \`mode: rollback\` with snapshot_id: ${target.key}.`;
  return new ActionError({ ...failure.parts, hint }, error);
}

async function start(record: RestoreRecord, job: RestoreJob, limit: RequestLimit, deadline: Deadline): Promise<void> {
  const { session } = job;
  const { target, server } = record;
  const { clock, signal } = session.context;
  signal.throwIfAborted();
  const before = await readBefore(record, job, deadline);
  record.statusBefore = before.status;
  const noteTime = () => {
    record.startedAtMs = clock.now();
    if (target.createdAtMs !== undefined) record.discardedMs = Math.max(0, clock.now() - target.createdAtMs);
  };
  noteTime();
  session.log(
    `Restoring ${describeServer(server)} from snapshot ${target.key}; this discards ${formatDiscarded(target.createdAtMs, record.discardedMs)}`,
  );
  let { checkedMs } = job;
  // A busy server may be restored only minutes later, so this is asked before each request.
  const beforeRequest = async () => {
    if (clock.monotonicMs() - checkedMs > RECHECK_MS) {
      await recheckTarget(target, job.settings.mayUndoRelease, session, deadline);
      checkedMs = clock.monotonicMs();
    }
    noteTime();
    record.stage = 'requested';
  };
  const { serverStatus, isCertain } = await restoreOnce(target, before, beforeRequest, limit, session, deadline);
  record.serverStatus = serverStatus;
  record.isUncertain = !isCertain;
  record.stage = 'started';
  record.wasAccepted = true;
  if (isCertain) job.onOutcome(record, 'started');
  const acceptance = isCertain ? 'the restore was accepted' : 'the restore may have started';
  session.log(`  ${describeServer(server)}: ${acceptance}`);
}

/**
 * The server as it is before its restore. It is read again if its turn comes late, or if its status could not be read: a
 * restore by somebody else would look like this one.
 * @throws ActionError if it is in no state to be restored
 */
async function readBefore({ server }: RestoreRecord, job: RestoreJob, deadline: Deadline): Promise<Server> {
  const { session, servers, readable, checkedMs } = job;
  const before = servers.find(({ key }) => key === server.key) ?? { ...server, status: UNREADABLE };
  const isLate = session.context.clock.monotonicMs() - checkedMs > RECHECK_MS;
  if (!readable || (before.status !== UNREADABLE && !isLate)) return before;
  // What could not be read for a minute is not waited for again.
  const api = isLate ? session.api : session.pollingApi;
  const status = await readStatus(before, api, recheckDeadline(session, deadline));
  const failure = unrestorable(server, status ?? UNREADABLE);
  if (failure) throw failure;
  return status === undefined ? before : { ...before, status };
}

/** How long ago another step requested the restore, in milliseconds. Only the wall clock is common to two processes. */
function agoMs({ startedAtMs }: RestoreRecord, { context }: ApiSession): number {
  const nowMs = context.clock.now();
  return Math.max(0, nowMs - (startedAtMs ?? nowMs));
}

/** @param acceptedAgoMs how long ago the restore was accepted, in milliseconds */
async function finish(
  record: RestoreRecord,
  job: RestoreJob,
  deadline: Deadline,
  acceptedAgoMs: number,
): Promise<void> {
  const { session, serverPoller, settings, onOutcome } = job;
  const { clock } = session.context;
  const acceptedMs = clock.monotonicMs() - acceptedAgoMs;
  try {
    const onCertain = () => onOutcome(record, 'started');
    await waitForRestore(record, serverPoller, session, deadline, { apiUrl: settings.apiUrl, acceptedMs, onCertain });
    record.stage = 'restored';
    onOutcome(record, 'restored');
  } catch (error) {
    const isUnfinished = error instanceof ActionError && deadline.leftMs() === 0 && !record.isUncertain;
    if (!(settings.isAfterCancel && isUnfinished)) throw error;
    session.warn(error.message);
  } finally {
    if (record.wasSeen) record.downMs = clock.monotonicMs() - acceptedMs;
  }
}
