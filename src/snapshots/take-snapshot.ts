import { Deadline } from '../clock.ts';
import { ActionError } from '../errors.ts';
import { capitalize, formatAge } from '../format.ts';
import { hadNoEffect, type RequestLimit } from '../polling/post-once.ts';
import {
  ensureStarted,
  PowerRefusedError,
  type ServerPoller,
  START_TIMEOUT_MS,
  startCommand,
  startDetached,
  startServer,
  stopServer,
} from '../servers/power.ts';
import { createServerReader } from '../servers/resolve.ts';
import type { ApiSession } from '../servers/session.ts';
import { withFullStop } from '../text.ts';
import { describeServer, describeSnapshot, quoteName } from '../vps/describe.ts';
import {
  type ApiError,
  BadRequestError,
  BusyError,
  isRefusal,
  MethodNotAllowedError,
  NotFoundError,
  toActionError,
} from '../vps/errors.ts';
import { isSame } from '../vps/id.ts';
import type { Server, ServerRef, Snapshot } from '../vps/schema.ts';
import { ACTIVE, hasFailed, isCompleted, STOPPED } from '../vps/status.ts';
import { alternativeNames } from './alternative-names.ts';
import { createOnce, ExistingSnapshotError, isLimitRefusal, isNameRefusal } from './create-once.ts';
import { deleteAll } from './delete-all.ts';
import { formatSnapshotList, limitError, neededIfFull, planRoom, type RoomRules } from './limit.ts';
import { listByServer, type ServerSnapshots, type SnapshotsByServer, snapshotsOf } from './list.ts';
import { formatDescription, markerOf, type SnapshotOrigin } from './marker.ts';
import type { NextSteps } from './next-steps.ts';
import type { DeleteRecord, SnapshotRecord } from './record.ts';
import {
  mayBeStuck,
  type SnapshotPoller,
  stuckHint,
  waitForOtherSnapshot,
  waitForSnapshot,
  waitWhileRestoring,
} from './wait.ts';

/** After another job's snapshot, the server gets this long to be started by that job, in milliseconds. */
const OTHER_START_MS = 60_000;

/** What is to be done for each server. */
export interface CreateSettings {
  readonly origin: SnapshotOrigin;
  /** The user's own text for the description. */
  readonly description: string;
  readonly rules: RoomRules;
  readonly stopServer: boolean;
  /** Wait until the snapshots have completed. */
  readonly wait: boolean;
  readonly timeoutMs: number;
  /** How many servers are worked on at once; `undefined`: all. */
  readonly maxParallel: number | undefined;
  readonly apiUrl: string;
  readonly nextSteps: NextSteps;
}

/** What the step has to do while the snapshots are taken. */
export interface CreateEvents {
  /** Something about a snapshot has changed. */
  readonly onChange: () => void;
  /** These servers were told to stop and have not been started again. */
  readonly onStoppedChange: (servers: readonly ServerRef[]) => void;
  /** A snapshot is about to be deleted to free a slot. */
  readonly onReplace: (records: readonly DeleteRecord[]) => void;
}

/** What all servers of a step share. */
export interface CreateJob {
  readonly servers: readonly Server[];
  /** What the servers have before the first of them is changed. */
  readonly there: SnapshotsByServer;
  readonly settings: CreateSettings;
  readonly events: CreateEvents;
  readonly session: ApiSession;
  readonly snapshotPoller: SnapshotPoller;
  readonly serverPoller: ServerPoller;
}

/** The server with its status now; as it was if the token is not allowed to read it. */
export async function readNow(before: Server, session: ApiSession, deadline: Deadline): Promise<Server> {
  try {
    const now = await createServerReader([before], session.api)(deadline);
    return { ...before, status: now.find((one) => isSame(one, before))?.status ?? before.status };
  } catch (error) {
    if (isRefusal(error)) return before;
    throw error;
  }
}

/** All that one server needs for its snapshot: quiet, a free slot, the stop, the create, the wait and the start. */
export class SnapshotTask {
  readonly #record: SnapshotRecord;
  readonly #job: CreateJob;
  readonly #stopped: Set<ServerRef>;
  readonly #limit: RequestLimit;
  readonly #deadline: Deadline;
  readonly #replaced: DeleteRecord[] = [];

  constructor(record: SnapshotRecord, job: CreateJob, stopped: Set<ServerRef>, limit: RequestLimit) {
    this.#record = record;
    this.#job = job;
    this.#stopped = stopped;
    this.#limit = limit;
    this.#deadline = new Deadline(job.session.context.clock, job.settings.timeoutMs);
  }

  async run(): Promise<void> {
    const { session } = this.#job;
    session.context.signal.throwIfAborted();
    const { snapshot } = this.#record;
    if (snapshot) {
      if (!this.#job.settings.wait) return;
      // An earlier attempt may have been rolled back, and nobody deploys to a server that is being restored.
      const then = `${capitalize(describeSnapshot(snapshot))} is "${snapshot.status}".`;
      await waitWhileRestoring(this.#server(), this.#job.serverPoller, session, this.#deadline, then);
      const { clock } = session.context;
      this.#record.startedAtMs ??= clock.now();
      const ageMs = Math.max(0, clock.now() - this.#record.startedAtMs);
      return await this.#complete(snapshot, clock.monotonicMs() - ageMs);
    }
    const { status, there } = await this.#waitUntilQuiet();
    const hasFreedSlot = await this.#freeSlot(there);
    if (this.#job.settings.stopServer && status !== STOPPED) {
      await this.#whileStopped(async () => await this.#create(there, hasFreedSlot));
    } else {
      await this.#create(there, hasFreedSlot);
    }
  }

  /** What the task has changed besides its snapshot, a sentence each. */
  changes(): string[] {
    const deleted = this.#replaced.filter(({ stage }) => stage === 'deleted');
    const names = deleted.map(({ target }) => describeSnapshot(target)).join(', ');
    return [
      ...(names === ''
        ? []
        : [`Before that, ${names} ${deleted.length === 1 ? 'was' : 'were'} deleted to free a slot.`]),
      ...(this.#record.downMs === undefined
        ? []
        : ['The server was told to stop for its snapshot, and is active again.']),
    ];
  }

  #server(): Server {
    const { server } = this.#record;
    return this.#job.servers.find(({ key }) => key === server.key) ?? { ...server, status: '' };
  }

  /**
   * Waits while the server is being restored or another snapshot of it is in progress. After such a wait everything is
   * read again: meanwhile the server can have been stopped, started or restored, and snapshots taken or deleted.
   */
  async #waitUntilQuiet(): Promise<{ readonly status: string; readonly there: ServerSnapshots }> {
    const { session, snapshotPoller, serverPoller } = this.#job;
    let server = this.#server();
    let there = snapshotsOf(this.#job.there, server);
    for (;;) {
      const none = 'No snapshot was created.';
      const status = await waitWhileRestoring(server, serverPoller, session, this.#deadline, none);
      if (status !== server.status) there = await this.#list();
      const { snapshots } = there;
      if (!(await waitForOtherSnapshot(server, snapshots, snapshotPoller, session, this.#deadline))) {
        return { status, there };
      }
      there = await this.#list();
      server = await this.#afterOtherSnapshot(server);
    }
  }

  /** Whoever stopped the server for the other snapshot is about to start it again. */
  async #afterOtherSnapshot(before: Server): Promise<Server> {
    const { session, settings, serverPoller } = this.#job;
    const now = await readNow(before, session, this.#deadline);
    if (!settings.stopServer || now.status !== STOPPED) return now;
    const grace = new Deadline(session.context.clock, Math.min(OTHER_START_MS, this.#deadline.leftMs()));
    let status: string = STOPPED;
    await serverPoller.until((servers) => {
      status = servers.find((one) => isSame(one, now))?.status ?? status;
      return status === ACTIVE;
    }, grace);
    return { ...now, status };
  }

  async #list(): Promise<ServerSnapshots> {
    const { server } = this.#record;
    const there = await listByServer([server], this.#job.session, this.#deadline, 'No snapshot was created.');
    return snapshotsOf(there, server);
  }

  /** @returns whether something was deleted: the API may still count it for a while */
  async #freeSlot(there: ServerSnapshots): Promise<boolean> {
    const { settings, session } = this.#job;
    const { server } = this.#record;
    const own = markerOf(settings.origin, server);
    const { deletes, isEnough } = planRoom(there, own, settings.rules, 1);
    if (!isEnough) throw limitError([{ server, there, own }], settings.rules, session.context.clock.now());
    if (deletes.length > 0) await this.#replace(deletes);
    return deletes.length > 0;
  }

  async #replace(deletes: readonly DeleteRecord[]): Promise<void> {
    this.#job.events.onReplace(deletes);
    this.#replaced.push(...deletes);
    await deleteAll(deletes, this.#job.session, this.#deadline);
    for (const { failure } of deletes) if (failure) throw failure;
  }

  async #create(there: ServerSnapshots, hasFreedSlot: boolean): Promise<void> {
    const { session, events } = this.#job;
    const record = this.#record;
    const { clock } = session.context;
    const startedMs = clock.monotonicMs();
    record.startedAtMs = clock.now();
    const snapshot = await this.#createOrExplain(there, hasFreedSlot);
    record.snapshot = snapshot;
    // One that has completed already is not waited for.
    if (isCompleted(snapshot)) record.durationMs = clock.monotonicMs() - startedMs;
    session.log(`Started snapshot ${snapshot.key} on ${describeServer(record.server)}, status: ${snapshot.status}`);
    events.onChange();
    // One that has failed already is not a snapshot to wait for later.
    if (this.#job.settings.wait || hasFailed(snapshot)) await this.#complete(snapshot, startedMs);
  }

  async #createOrExplain(there: ServerSnapshots, hasFreedSlot: boolean): Promise<Snapshot> {
    const { server, name } = this.#record;
    const others = alternativeNames(
      name,
      markerOf(this.#job.settings.origin, server),
      this.#job.session.context.clock.now(),
    );
    try {
      return await this.#createOrRetry(name, others, there, hasFreedSlot);
    } catch (error) {
      if (error instanceof BusyError && !isNameRefusal(error)) throw await this.#busy(error);
      throw isFinalRefusal(error) ? await this.#refused(error) : error;
    }
  }

  /**
   * Sends the create; a limit that was reached meanwhile gets one more try.
   * @param others the names to try if this one is taken
   */
  async #createOrRetry(
    name: string,
    others: readonly string[],
    there: ServerSnapshots,
    hasFreedSlot: boolean,
  ): Promise<Snapshot> {
    const [next, ...rest] = others;
    try {
      return await this.#send(name, there, hasFreedSlot);
    } catch (error) {
      if ((isNameRefusal(error) || error instanceof ExistingSnapshotError) && next !== undefined) {
        this.#job.session.log(`  The name ${quoteName(name)} is taken; using ${quoteName(next)}`);
        return await this.#createOrRetry(next, rest, there, hasFreedSlot);
      }
      if (!isLimitRefusal(error)) throw error;
      const now = await this.#list();
      const { rules, origin } = this.#job.settings;
      // The API knows better how many there may be: one has to go, even if the list shows fewer than five. If one has
      // gone already, the API merely still counts it.
      const needed = hasFreedSlot ? 1 : neededIfFull(now);
      const { deletes, isEnough } = planRoom(now, markerOf(origin, this.#record.server), rules, needed);
      if (!isEnough || deletes.length === 0) throw error;
      await this.#replace(deletes);
      return await this.#send(name, now, true);
    }
  }

  async #send(name: string, there: ServerSnapshots, hasFreedSlot: boolean): Promise<Snapshot> {
    const { settings, session } = this.#job;
    const { server } = this.#record;
    const description = formatDescription(settings.origin, server, settings.description);
    const marker = markerOf(settings.origin, server);
    const { snapshots: before, unreadable: unreadableBefore } = there;
    const { ifUnknown } = settings.nextSteps;
    const order = { server, name, description, marker, before, unreadableBefore, hasFreedSlot, ifUnknown };
    this.#record.requested = true;
    this.#job.events.onChange();
    try {
      return await createOnce(order, this.#limit, session, this.#deadline);
    } catch (error) {
      // What was refused is not in progress.
      if (hadNoEffect(error) || error instanceof ExistingSnapshotError) this.#record.requested = false;
      throw error;
    }
  }

  /** One that is stuck can keep the API from creating another for ever. */
  async #busy(error: BusyError): Promise<ActionError | BusyError> {
    const { server, name } = this.#record;
    const nowMs = this.#job.session.context.clock.now();
    const there = await this.#list().catch(() => undefined);
    const stuck = there?.snapshots.filter((snapshot) => mayBeStuck(snapshot, nowMs)) ?? [];
    if (stuck.length === 0) return error;
    return new ActionError(
      {
        summary: withFullStop(
          `The API has not accepted snapshot ${quoteName(name)} of ${describeServer(server)}: ${error.message}`,
        ),
        state: [
          'No snapshot was created. Possible reason:',
          ...stuck.map((one) => `  ${describeSnapshot(one)}, ${one.status}, ${formatAge(one.createdAtMs, nowMs)}`),
        ],
        hint: `${stuckHint(stuck)}; then re-run the job.`,
      },
      error,
    );
  }

  async #refused(error: ApiError): Promise<ActionError> {
    const { server, name } = this.#record;
    const summary = withFullStop(
      `The API refused to create snapshot ${quoteName(name)} of ${describeServer(server)}: ${error.message}`,
    );
    if (error instanceof NotFoundError || error instanceof MethodNotAllowedError) {
      return new ActionError(
        {
          summary,
          state:
            'This API has no such call (POST /snapshots/), or this token cannot see the server. Nothing was started.',
          hint: 'Check api_url and server_id, and that the token belongs to the account that owns the server.',
        },
        error,
      );
    }
    if (!(error instanceof BadRequestError)) {
      return new ActionError({ summary, state: 'No snapshot was created.', hint: error.hint }, error);
    }
    const { origin, rules } = this.#job.settings;
    const own = markerOf(origin, server);
    const nowMs = this.#job.session.context.clock.now();
    const there = await this.#list().catch(() => undefined);
    if (there && isLimitRefusal(error)) {
      return limitError([{ server, there, own }], rules, nowMs, { more: ` The API said: ${error.detail}` });
    }
    const list = there ? formatSnapshotList(there, own, nowMs) : ['  (the list cannot be read)'];
    return new ActionError(
      { summary, state: ['Nothing was started. Snapshots on the server:', ...list], hint: error.hint },
      error,
    );
  }

  /** @param startedMs when the snapshot was requested, by the monotonic clock */
  async #complete(snapshot: Snapshot, startedMs: number): Promise<void> {
    const { session, snapshotPoller, events, settings } = this.#job;
    if (isCompleted(snapshot)) return;
    try {
      const { onChange } = events;
      const { nextSteps } = settings;
      await waitForSnapshot(this.#record, snapshotPoller, session, this.#deadline, { onChange, nextSteps });
    } finally {
      this.#record.durationMs = session.context.clock.monotonicMs() - startedMs;
    }
  }

  /** Stops the server for the work and starts it again, whatever happens (docs/contract.md, Stopping the server). */
  async #whileStopped(work: () => Promise<void>): Promise<void> {
    const { session, serverPoller } = this.#job;
    const { clock, signal } = session.context;
    const { server } = this.#record;
    const stoppedMs = clock.monotonicMs();
    this.#setStopped(true);
    let isStopped = false;
    let failure: unknown;
    try {
      await stopServer(server, serverPoller, session, this.#deadline);
      isStopped = true;
      session.log(`  ${describeServer(server)} is stopped`);
      await work();
    } catch (error) {
      failure = error;
    }
    // A stop that was refused has not stopped anything.
    if (!(failure instanceof PowerRefusedError)) {
      if (signal.aborted) return await this.#startBeforeExit();
      await this.#startAgain(isStopped, failure);
      this.#record.downMs = clock.monotonicMs() - stoppedMs;
    }
    this.#setStopped(false);
    if (failure !== undefined) throw failure;
  }

  async #startAgain(isStopped: boolean, failure: unknown): Promise<void> {
    const { session, serverPoller, settings } = this.#job;
    const { server, snapshot } = this.#record;
    try {
      const deadline = new Deadline(session.context.clock, START_TIMEOUT_MS);
      if (isStopped) await startServer(server, serverPoller, session, deadline);
      else await ensureStarted(server, serverPoller, session, deadline);
      session.log(`  ${describeServer(server)} is active again`);
    } catch (error) {
      // The request that the signal ended may not have arrived.
      if (session.context.signal.aborted) return await this.#startBeforeExit();
      const start = toActionError(error, `Starting ${describeServer(server)} again`);
      throw new ActionError(
        {
          summary: `${describeServer(server)} was stopped for its snapshot and could not be started again: ${start.parts.summary}`,
          state: [
            snapshot ? `${describeSnapshot(snapshot)} is "${snapshot.status}".` : 'No snapshot was created.',
            ...(failure instanceof Error ? [`Before that: ${failure.message}`] : []),
            'THE SERVER IS DOWN.',
          ],
          hint: `Start it in the VPS.org control panel, or set VPS_API_TOKEN to your API token and run: ${startCommand(server, settings.apiUrl)}`,
        },
        error,
      );
    }
  }

  async #startBeforeExit(): Promise<void> {
    const { session, settings } = this.#job;
    const { server } = this.#record;
    const problem = await startDetached(server, session);
    session.warn(
      problem === undefined
        ? `The job was cancelled while ${describeServer(server)} was stopped. "start" was sent; the post step checks that the server is active.`
        : `The job was cancelled while ${describeServer(server)} was stopped, and it could not be started: ${withFullStop(problem)} The post step will try again. To start it yourself, set VPS_API_TOKEN to your API token and run: ${startCommand(server, settings.apiUrl)}`,
    );
    session.context.signal.throwIfAborted();
  }

  #setStopped(isStopped: boolean): void {
    const { server } = this.#record;
    if (isStopped) this.#stopped.add(server);
    else this.#stopped.delete(server);
    this.#job.events.onStoppedChange([...this.#stopped]);
  }
}

function isFinalRefusal(error: unknown): error is ApiError {
  return (
    error instanceof BadRequestError ||
    error instanceof NotFoundError ||
    error instanceof MethodNotAllowedError ||
    isNameRefusal(error) ||
    isRefusal(error)
  );
}
