import { type PowerAction, type SnapshotTruth, VpsModel } from '../../emulator/model.ts';
import { CancelledError } from '../../src/errors.ts';
import type { RollbackEntry, RollbackLog } from '../../src/github/rollback-log.ts';
import type { Runner } from '../../src/github/runner.ts';
import { readState, saveIdentity, saveRawInputs } from '../../src/github/state.ts';
import type { WorkflowRun } from '../../src/github/workflow-run.ts';
import {
  INPUT_NAMES,
  type Inputs,
  parseInputs,
  parseInputsAfterJob,
  readAfterJobInputs,
  SECRET_INPUTS,
} from '../../src/inputs/inputs.ts';
import { deleteSnapshots } from '../../src/modes/delete.ts';
import { explainMissing, runAfterJob } from '../../src/modes/post.ts';
import { pruneSnapshots } from '../../src/modes/prune.ts';
import { rollBack } from '../../src/modes/rollback.ts';
import { takeSnapshots } from '../../src/modes/snapshot.ts';
import type { Task } from '../../src/modes/task.ts';
import { waitForSnapshots } from '../../src/modes/wait.ts';
import { adaptive, fixed } from '../../src/polling/schedule.ts';
import { createRedactor } from '../../src/redact.ts';
import { DETACHED_START_MS } from '../../src/servers/power.ts';
import type { ApiSession } from '../../src/servers/session.ts';
import { formatDescription } from '../../src/snapshots/marker.ts';
import { VpsClient } from '../../src/vps/client.ts';
import { RequestError } from '../../src/vps/errors.ts';
import type { ApiRequest, ApiResponse, Send } from '../../src/vps/exchange.ts';
import { isNamedBy } from '../../src/vps/id.ts';
import { withDebugLog } from '../../src/vps/with-debug-log.ts';
import { withRedaction } from '../../src/vps/with-redaction.ts';
import { withRetry } from '../../src/vps/with-retry.ts';
import { withStatus } from '../../src/vps/with-status.ts';
import { createWorkflowRun } from '../support/workflow-run.ts';
import type { Conditions, Fault, RestoreCourse, Schedule, SnapshotCourse } from './schedule.ts';
import { VirtualClock } from './virtual-clock.ts';

/** The token, no 8 characters of which may be in anything that a step writes. */
export const TOKEN = 'vps_9c1f0be3a7d24586b0e1f2a3b4c5d6e7f8091a2b';
/** A secret of its own. */
const NOTIFY_URL = 'https://hooks.test/services/T024BE7LD/B8Z3K1/xQ9vW2rT7yLp';
export const SHA = '3f2a9c1e5b7d4860a1b2c3d4e5f60718293a4b5c';
const API_URL = 'https://api.test/api/v1';
const LATENCY_MS = 40;
/** What a request gets at most, and what it still gets at the end, as over HTTP. */
const REQUEST_MS = 30_000;
const LAST_REQUEST_MS = 2000;
const NO_CONDITIONS: Conditions = {
  faults: { GET: [], POST: [], DELETE: [] },
  outage: undefined,
  signalAfterS: 0,
  intruderAt: 0,
};

const WORK: Record<string, (task: Task) => Promise<void>> = {
  snapshot: takeSnapshots,
  wait: waitForSnapshots,
  rollback: rollBack,
  delete: deleteSnapshots,
  prune: pruneSnapshots,
};

/** Something that the API carried out for a step. */
export interface Effect {
  readonly kind: 'create' | 'delete' | 'restore' | PowerAction;
  /** Empty for power. */
  readonly snapshotId: string;
  readonly serverId: string;
  readonly atMs: number;
  /** What was on that server right before it. */
  readonly before: readonly SnapshotTruth[];
  /** Source of the restore that was in progress on that server right before it. */
  readonly restoreSource: RunningRestore | undefined;
  /** When the previous restore of that server was started, in milliseconds since the epoch. */
  readonly previousRestoreMs: number | undefined;
}

/** A restore in progress. */
export interface RunningRestore {
  readonly snapshotId: string;
  readonly startedMs: number;
}

/** A restore that was requested, carried out or not. */
export interface RestoreRequest {
  readonly snapshotId: string;
  readonly serverId: string | undefined;
  /** Status of the snapshot right before the request; `undefined` if there is none. */
  readonly status: string | undefined;
  /** When the restore that was then in progress on the server started, in milliseconds since the epoch. */
  readonly restoringSinceMs: number | undefined;
  readonly atMs: number;
}

/** Who created a snapshot. */
export interface Creation {
  readonly snapshotId: string;
  readonly serverId: string;
  readonly step: StepRun;
  readonly series: string;
  readonly isSafety: boolean;
  readonly atMs: number;
}

/** One run of the action, and all that is known of it. */
export interface StepRun {
  readonly part: 'main' | 'post';
  readonly run: WorkflowRun;
  readonly rawInputs: Readonly<Record<string, string>>;
  /** `undefined` if they were refused, or if there was nothing to do after the job. */
  inputs: Inputs | undefined;
  readonly startedMs: number;
  endedMs: number;
  signalledMs: number | undefined;
  readonly texts: string[];
  readonly warnings: string[];
  readonly outputs: Map<string, string>;
  readonly state: Map<string, string>;
  readonly effects: Effect[];
  readonly restoreRequests: RestoreRequest[];
  /** What there was at the start. */
  readonly before: readonly SnapshotTruth[];
  /** Servers that were being restored at the start, and since when, in milliseconds since the epoch. */
  readonly restoringBefore: ReadonlyMap<string, number>;
  readonly statusBefore: ReadonlyMap<string, string>;
  /** How often a read was refused by a fault. */
  refusedReads: number;
  /** The rollback log of the job, as it was at the start. */
  readonly restoredBefore: readonly LogEntry[];
  error: unknown;
}

interface LogEntry extends RollbackEntry {
  readonly runId: string;
  readonly attempt: number | undefined;
}

/** What all steps of a job share. */
export interface JobFolder {
  readonly restored: LogEntry[];
}

/** What a step is started with. */
export interface StepOptions {
  readonly run: WorkflowRun;
  readonly inputs: Readonly<Record<string, string>>;
  readonly job: JobFolder;
  readonly conditions: Conditions | undefined;
  readonly health: 'healthy' | 'unhealthy' | 'none';
}

/** Who creates a snapshot of that name: an intruder or the account's owner. */
const OTHER_RUN = createWorkflowRun({ repository: 'acme/other', repositoryId: '4712', runId: '5000' });

/** An account at an API where a lot goes wrong, and the means to run the action's core against it. */
export class SimulatedAccount {
  readonly clock = new VirtualClock();
  readonly schedule: Schedule;
  readonly model: VpsModel;
  /** Ids of the servers as the API shows them first, as text. */
  readonly servers: readonly string[];
  readonly creations = new Map<string, Creation>();
  readonly steps: StepRun[] = [];
  /** Servers that somebody else stopped or suspended, or whose restore ends this way. */
  readonly down = new Set<string>();
  readonly #uuids: readonly string[];
  readonly #restores = new Map<string, RunningRestore>();
  #snapshotCourses: SnapshotCourse[] = [];
  #restoreCourses: RestoreCourse[] = [];
  #seed: number;

  constructor(schedule: Schedule) {
    this.schedule = schedule;
    this.#seed = schedule.random;
    this.model = new VpsModel({
      ...schedule.api,
      token: TOKEN,
      now: () => this.clock.now(),
      baseUrl: () => API_URL,
    });
    const isUuidOnly = schedule.api.dialect === 'clients' || schedule.api.ids === 'uuid';
    const identities = Array.from({ length: schedule.serverCount }, (_, index) =>
      this.model.addServer({ id: 12_345 + index, name: `web-${index}` }),
    );
    this.servers = identities.map(({ id, uuid }) => (isUuidOnly ? uuid : String(id)));
    this.#uuids = identities.map(({ uuid }) => uuid);
    for (const server of this.servers) {
      schedule.existing.forEach((kind, index) => {
        const description = {
          manual: 'Before the migration',
          'same-name': '',
          'other-repository': formatDescription(
            { run: OTHER_RUN, series: 'deploy.yml/deploy', template: '{sha}' },
            {
              key: this.#idOf(server),
            },
            '',
          ),
          hostile: `::error::no command\n${TOKEN}\n[vps-snapshot:1:0:0:0:1:1]`,
        }[kind];
        this.model.addSnapshot({
          serverId: server,
          name: kind === 'same-name' ? SHA : kind === 'hostile' ? `x-${TOKEN}` : `earlier-${index}`,
          description,
          createdAt: this.clock.now() - (10 - index) * 3_600_000,
        });
      });
    }
    if (schedule.hasUnreadableItem) this.model.addRawItem('snapshots', { id: 'no id', server: [] });
  }

  #idOf(server: string) {
    const [id] = parseInputs({ mode: 'prune', keep: '1', api_token: TOKEN, server_id: server }).serverIds;
    if (id === undefined) throw new Error(`${server} is no id`);
    return id;
  }

  /** The id of a server as a workflow of this schedule names it. */
  givenId(index: number): string {
    const { dialect, ids } = this.schedule.api;
    const hasBoth = dialect === 'both' && ids === 'integer';
    return (hasBoth && this.schedule.namesByUuid ? this.#uuids[index] : this.servers[index]) ?? '';
  }

  /** True if both name the same server, in either form. */
  isSameServer(one: string, other: string): boolean {
    const index = (id: string) => Math.max(this.servers.indexOf(id), this.#uuids.indexOf(id));
    return index(one) >= 0 && index(one) === index(other);
  }

  /** Chooses how the next snapshots and restores proceed. */
  plan(snapshots: readonly SnapshotCourse[], restores: readonly RestoreCourse[]): void {
    this.#snapshotCourses = [...snapshots];
    this.#restoreCourses = [...restores];
  }

  /** A snapshot as it truly is now; `undefined` if it is gone. */
  truth(id: string): SnapshotTruth | undefined {
    return this.model.snapshots().find((snapshot) => String(snapshot.id) === id);
  }

  /** The restore in progress on a server, if there is one. */
  runningRestore(server: string): RunningRestore | undefined {
    const restore = this.#restores.get(server);
    return restore && this.model.serverStatus(server) === 'restoring' ? restore : undefined;
  }

  /** Somebody restores a server in the control panel. */
  restoreBySomebody(server: string): void {
    const target = this.model
      .snapshots()
      .find(({ serverId, status }) => String(serverId) === server && status === 'completed');
    if (!target || this.model.serverStatus(server) !== 'active') return;
    this.model.planNextRestore({
      timeline: [
        { atMs: 0, status: 'restoring' },
        { atMs: 400_000, status: 'active' },
      ],
    });
    this.#handle({ method: 'POST', path: `/snapshots/${target.id}/restore/` });
    this.#restores.set(server, { snapshotId: String(target.id), startedMs: this.clock.now() });
  }

  /** Runs the main part of a step. */
  async main(options: StepOptions): Promise<StepRun> {
    const rawInputs = { ...empty(), job_status: 'success', job_index: options.run.jobIndex, ...options.inputs };
    const step = this.#start('main', rawInputs, options);
    const runner = recordingRunner(step);
    await this.#play(step, options, async (createTask) => {
      saveIdentity(runner, options.run, rollbackLog(options.job, options.run).count());
      step.inputs = parseInputs(rawInputs);
      saveRawInputs(runner, withoutSecrets(rawInputs));
      await WORK[step.inputs.mode]?.(createTask(step.inputs, runner));
    });
    return step;
  }

  /**
   * Runs the post part of a step.
   * @param main whose state it gets
   */
  async post(main: StepRun, options: StepOptions): Promise<StepRun> {
    const rawInputs = { ...main.rawInputs, ...options.inputs };
    const step = this.#start('post', rawInputs, options);
    const runner = recordingRunner(step);
    await this.#play(step, options, async (createTask) => {
      const saved = readState((name) => main.state.get(name) ?? '', options.run);
      if (saved === 'missing' || saved === 'unstarted') {
        return await explainMissing(saved, readAfterJobInputs(rawInputs), runner, undefined);
      }
      const { inputs, problems, isSameApi } = parseInputsAfterJob(saved.rawInputs, rawInputs);
      for (const problem of problems) runner.warning(problem);
      step.inputs = inputs;
      await runAfterJob(saved, { ...createTask(inputs, runner), isSameApi });
    });
    return step;
  }

  #start(part: StepRun['part'], rawInputs: StepRun['rawInputs'], { run, job }: StepOptions): StepRun {
    const restoring = this.servers.flatMap((server): [string, number][] => {
      const restore = this.runningRestore(server);
      return restore ? [[server, restore.startedMs]] : [];
    });
    const step: StepRun = {
      part,
      run,
      rawInputs,
      inputs: undefined,
      startedMs: this.clock.now(),
      endedMs: Number.POSITIVE_INFINITY,
      signalledMs: undefined,
      texts: [],
      warnings: [],
      outputs: new Map(),
      state: new Map(),
      effects: [],
      restoreRequests: [],
      before: this.model.snapshots(),
      restoringBefore: new Map(restoring),
      statusBefore: new Map(this.servers.map((server) => [server, this.model.serverStatus(server)])),
      refusedReads: 0,
      restoredBefore: [...job.restored],
      error: undefined,
    };
    this.steps.push(step);
    return step;
  }

  async #play(
    step: StepRun,
    { run, job, conditions = NO_CONDITIONS, health }: StepOptions,
    work: (createTask: (inputs: Inputs, runner: Runner) => Task) => Promise<void>,
  ): Promise<void> {
    const stop = new AbortController();
    const ended = new AbortController();
    const redact = createRedactor([TOKEN, NOTIFY_URL]);
    if (conditions.signalAfterS > 0) {
      void this.clock.sleep(conditions.signalAfterS * 1000, ended.signal).then(
        () => {
          step.signalledMs = this.clock.now();
          stop.abort(new CancelledError('SIGINT'));
        },
        () => undefined,
      );
    }
    const createTask = (inputs: Inputs, runner: Runner): Task => ({
      inputs,
      run,
      session: this.#session(
        step,
        conditions,
        inputs,
        { stop: stop.signal, ended: ended.signal },
        redact,
        runner,
        rollbackLog(job, run).isSource,
      ),
      runner,
      http: async ({ url, body }) => {
        step.texts.push(body);
        await this.clock.sleep(LATENCY_MS, stop.signal);
        const status = url === NOTIFY_URL || health === 'healthy' ? 200 : 503;
        return { status, headers: {}, body: 'ok' };
      },
      redact,
      setCommitStatus: async (_state, description) => {
        step.texts.push(description);
        return undefined;
      },
      rollbackLog: rollbackLog(job, run),
    });
    try {
      await work(createTask);
    } catch (error) {
      step.error = error;
      step.texts.push(String(error));
    }
    step.endedMs = this.clock.now();
    ended.abort(new Error('The process has ended.'));
    // What the process left behind would not run any more.
    stop.abort(new Error('The process has ended.'));
  }

  /** As the entry puts it together. */
  #session(
    step: StepRun,
    conditions: Conditions,
    { pollIntervalMs }: Inputs,
    { stop, ended }: { readonly stop: AbortSignal; readonly ended: AbortSignal },
    redact: (text: string) => string,
    runner: Runner,
    isRestoreSource: ApiSession['isRestoreSource'],
  ): ApiSession {
    const context = { clock: this.clock, random: this.random, signal: stop };
    const counts = { all: 0, GET: 0, POST: 0, DELETE: 0 };
    const sendBy = (signal: AbortSignal, maxMs = REQUEST_MS) => {
      const received = withRedaction(this.#transport(step, conditions, counts, signal, maxMs), redact);
      return withStatus(withDebugLog(received, runner.debug, this.clock));
    };
    const send = sendBy(stop);
    const warned = new Set<string>();
    return {
      api: new VpsClient(withRetry(send, context, (line) => runner.info(`  ${line}`), step.part === 'post')),
      pollingApi: new VpsClient(send),
      detachedApi: new VpsClient(sendBy(ended, DETACHED_START_MS)),
      isRestoreSource,
      context,
      schedule: pollIntervalMs === undefined ? adaptive(this.random) : fixed(pollIntervalMs),
      log: (line) => runner.info(line),
      warn: (text) => {
        if (!warned.has(text)) runner.warning(text);
        warned.add(text);
      },
    };
  }

  #transport(
    step: StepRun,
    { faults, outage, intruderAt }: Conditions,
    counts: { all: number; GET: number; POST: number; DELETE: number },
    signal: AbortSignal,
    maxMs: number,
  ): Send {
    return async (request, deadline) => {
      signal.throwIfAborted();
      counts.all += 1;
      if (counts.all === intruderAt) this.#intrude();
      const { method, path } = request;
      let fault: Fault = faults[method][counts[method]] ?? { kind: 'none' };
      counts[method] += 1;
      const sinceS = (this.clock.now() - step.startedMs) / 1000;
      if (outage && method === 'GET' && sinceS >= outage.fromS && sinceS < outage.fromS + outage.forS) {
        fault = outage.fault;
      }
      if (path.endsWith('/restore/')) this.#noteRestoreRequest(step, path);
      await this.clock.sleep(LATENCY_MS, signal);
      return await this.#respond(
        fault,
        step,
        request,
        Math.min(maxMs, Math.max(LAST_REQUEST_MS, deadline.leftMs())),
        signal,
      );
    };
  }

  async #respond(
    fault: Fault,
    step: StepRun,
    request: ApiRequest,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<ApiResponse> {
    switch (fault.kind) {
      case 'none':
        return this.#carryOut(step, request);
      case 'never-connected':
        throw new RequestError(request, 'connect ECONNREFUSED', false);
      case 'lost-before':
        throw new RequestError(request, 'read ECONNRESET', true);
      case 'lost-after':
        this.#carryOut(step, request);
        throw new RequestError(request, 'read ECONNRESET', true);
      case 'half': {
        const { status, headers, body } = this.#carryOut(step, request);
        if (status === 204) throw new RequestError(request, 'aborted', true);
        return { status, headers, body: body.slice(0, Math.floor(body.length / 2)) };
      }
      case 'too-late':
        if (fault.effect) this.#carryOut(step, request);
        await this.clock.sleep(timeoutMs, signal);
        throw new RequestError(request, 'it did not end in time', true);
      case 'html':
        if (fault.effect) this.#carryOut(step, request);
        return { status: 200, headers: {}, body: `<html><body>Just a moment\u001b[31m ${TOKEN}</body></html>` };
      case 'status': {
        if (fault.effect) this.#carryOut(step, request);
        if (request.method === 'GET' && [401, 403].includes(fault.status)) step.refusedReads += 1;
        const detail = fault.detail ?? `Bearer ${TOKEN} and ${Buffer.from(TOKEN).toString('base64')}`;
        const { retryAfter } = fault;
        return {
          status: fault.status,
          headers: {
            date: new Date(this.clock.now()).toUTCString(),
            ...(retryAfter === undefined ? {} : { retryAfter }),
          },
          body: JSON.stringify({ detail }),
        };
      }
    }
  }

  #noteRestoreRequest(step: StepRun, path: string): void {
    const snapshotId = path.split('/')[2] ?? '';
    const truth = this.truth(snapshotId);
    step.restoreRequests.push({
      snapshotId,
      serverId: truth && String(truth.serverId),
      status: truth?.status,
      restoringSinceMs: truth && this.runningRestore(String(truth.serverId))?.startedMs,
      atMs: this.clock.now(),
    });
  }

  #intrude(): void {
    const [server] = this.servers;
    if (server === undefined) return;
    const origin = { run: OTHER_RUN, series: 'deploy.yml/deploy', template: '{sha}' };
    const description = formatDescription(origin, { key: this.#idOf(server) }, '');
    this.model.addSnapshot({ serverId: server, name: SHA, description });
  }

  #carryOut(step: StepRun, request: ApiRequest): ApiResponse {
    if (request.method === 'GET') return this.#handle(request);
    const before = this.model.snapshots();
    const restores = this.model.restores().length;
    const powers = this.model.powerActions().length;
    const running = new Map(this.servers.map((server) => [server, this.runningRestore(server)]));
    if (request.path === '/snapshots/') this.#planSnapshot();
    if (request.path.endsWith('/restore/')) this.#planRestore(request.path);
    const response = this.#handle(request);
    const note = (kind: Effect['kind'], snapshotId: string, serverId: string) => {
      step.effects.push({
        kind,
        snapshotId,
        serverId,
        atMs: this.clock.now(),
        before: before.filter((snapshot) => String(snapshot.serverId) === serverId),
        restoreSource: running.get(serverId),
        previousRestoreMs: this.#restores.get(serverId)?.startedMs,
      });
    };
    const now = this.model.snapshots();
    for (const created of now.filter(({ uuid }) => !before.some((snapshot) => snapshot.uuid === uuid))) {
      note('create', String(created.id), String(created.serverId));
      this.#noteCreation(step, created);
    }
    for (const deleted of before.filter(({ uuid }) => !now.some((snapshot) => snapshot.uuid === uuid))) {
      note('delete', String(deleted.id), String(deleted.serverId));
    }
    for (const restore of this.model.restores().slice(restores)) {
      const [snapshotId, serverId] = [String(restore.snapshotId), String(restore.serverId)];
      note('restore', snapshotId, serverId);
      this.#restores.set(serverId, { snapshotId, startedMs: this.clock.now() });
    }
    for (const power of this.model.powerActions().slice(powers)) note(power.action, '', String(power.serverId));
    return response;
  }

  #noteCreation(step: StepRun, { id, serverId, name }: SnapshotTruth): void {
    const isSafety = name.startsWith('before-rollback-to-');
    const { workflow, job } = step.run;
    const series = step.rawInputs.series || `${workflow}/${job}`;
    this.creations.set(String(id), {
      snapshotId: String(id),
      serverId: String(serverId),
      step,
      series: isSafety ? 'before-rollback' : series,
      isSafety,
      atMs: this.clock.now(),
    });
  }

  #handle({ method, path, query, body }: ApiRequest): ApiResponse {
    const response = this.model.handle({
      method,
      path,
      query: query ?? new URLSearchParams(),
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', host: 'api.test' },
      body: body ? JSON.stringify(body) : '',
    });
    const { location } = response.headers;
    return {
      status: response.status,
      headers: { date: new Date(this.clock.now()).toUTCString(), ...(location === undefined ? {} : { location }) },
      body: response.body,
    };
  }

  #planSnapshot(): void {
    const course = this.#snapshotCourses.shift();
    if (!course) return;
    const { seconds, end, hidden, dropsDescription } = course;
    const endMs = seconds * 1000;
    const isOpen = end === 'disappears' || end === 'stuck';
    this.model.planNextSnapshot({
      hiddenMs: hidden * 1000,
      dropDescription: dropsDescription,
      timeline: [
        { atMs: 0, status: end === 'odd-then-completed' ? 'queued_for\n::warning::x' : 'in_progress' },
        ...(isOpen ? [] : [{ atMs: endMs, status: end === 'failed' ? 'failed' : 'completed' }]),
      ],
      // It disappears after it could be seen.
      ...(end === 'disappears' ? { goneAfterMs: hidden * 1000 + endMs } : {}),
    });
  }

  /** The plan of a restore is for the next one that is accepted, so it is made only if this one will be. */
  #planRestore(path: string): void {
    const target = this.truth(path.split('/')[2] ?? '');
    const [course] = this.#restoreCourses;
    if (!target || !course || target.status !== 'completed') return;
    const server = String(target.serverId);
    const isRefused = this.model.serverStatus(server) !== 'active';
    if (isRefused) return;
    this.#restoreCourses.shift();
    const { seconds, end, hidden, refusedFor, refusal, namesOther } = course;
    if (refusedFor > 0) {
      this.model.refuseRestores(server, { status: refusal, forMs: refusedFor * 1000 });
      return;
    }
    if (end === 'stopped' || end === 'suspended') this.down.add(server);
    const other = this.servers.find((one) => one !== server);
    const last = end === 'stopped-then-active' ? 'stopped' : end;
    this.model.planNextRestore({
      hiddenMs: hidden * 1000,
      timeline: [
        { atMs: 0, status: 'restoring' },
        { atMs: seconds * 1000, status: last },
        ...(end === 'stopped-then-active' ? [{ atMs: seconds * 1000 + 70_000, status: 'active' }] : []),
      ],
      ...(namesOther && other !== undefined ? { namesServer: other } : {}),
    });
  }

  /** Numbers from 0 to below 1, the same for the same schedule. */
  readonly random = (): number => {
    this.#seed = (this.#seed * 48_271) % 2_147_483_647;
    return this.#seed / 2_147_483_647;
  };
}

export const HEALTH_URL = 'https://shop.test/health';
export const WEBHOOK = NOTIFY_URL;

/** Every input, empty. */
function empty(): Record<string, string> {
  return { ...Object.fromEntries(INPUT_NAMES.map((name) => [name, ''])), api_token: TOKEN, api_url: API_URL };
}

function withoutSecrets(rawInputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(rawInputs).filter(([name]) => !SECRET_INPUTS.includes(name)));
}

/** A runner that keeps all that it is given, before it would redact it a second time. */
function recordingRunner({ texts, warnings, outputs, state }: StepRun): Runner {
  const write = (text: string) => void texts.push(text);
  return {
    info: write,
    debug: write,
    notice: write,
    warning: (text) => {
      texts.push(text);
      warnings.push(text);
    },
    error: write,
    group: write,
    endGroup: () => undefined,
    setOutput: (name, value) => void outputs.set(name, value),
    saveState: (name, value) => void state.set(name, value),
    summary: async (markdown) => void texts.push(markdown),
  };
}

function rollbackLog({ restored }: JobFolder, { runId, attempt }: WorkflowRun): RollbackLog {
  const ofThisAttempt = () => restored.filter((entry) => entry.runId === runId && entry.attempt === attempt);
  return {
    record: (entry) => void restored.push({ runId, attempt, ...entry }),
    count: () => ofThisAttempt().length,
    find: (serverKey, snapshotKey, since) =>
      ofThisAttempt()
        .slice(since)
        .findLast(
          (entry) =>
            entry.serverKey.toLowerCase() === serverKey.toLowerCase() &&
            entry.snapshotKey.toLowerCase() === snapshotKey.toLowerCase(),
        ),
    isSource: (snapshot) =>
      ofThisAttempt().some(({ serverKey, snapshotKey }, index, all) => {
        const isOver = all.slice(index).some((one) => one.outcome === 'restored' && one.serverKey === serverKey);
        return isNamedBy(snapshot, snapshotKey) && !isOver;
      }),
  };
}
