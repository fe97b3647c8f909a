import { type ApiResponse, type EmulatedId, type SnapshotTruth, VpsModel } from '../../emulator/model.ts';
import { Cancelled } from '../../src/failure.ts';
import { INPUT_NAMES, parseInputs } from '../../src/inputs/inputs.ts';
import type { Job } from '../../src/job.ts';
import type { Runner } from '../../src/report/runner.ts';
import type { Run } from '../../src/run.ts';
import { provenanceLine } from '../../src/snapshots/provenance.ts';
import { VpsClient } from '../../src/vps/client.ts';
import { NoAnswer } from '../../src/vps/errors.ts';
import type { Id } from '../../src/vps/id.ts';
import type { Answer, Exchange, Transport } from '../../src/vps/transport.ts';
import { adaptive, fixed } from '../../src/waiting/schedule.ts';
import type { Course, Fault, Kind, Schedule } from './schedule.ts';
import { VirtualTime } from './virtual-time.ts';

/** The token, which must be in nothing that a run lets out. */
export const TOKEN = 'the-token-of-the-account';
export const SHA = '3f2a9c1e5b7d4860a1b2c3d4e5f60718293a4b5c';
const API_URL = 'https://api.test/api/v1';
const LATENCY_MS = 40;

/** The run of the workflow that the search is about. */
export function jobOf(attempt: number, repository = 'acme/shop'): Job {
  return {
    repository,
    serverUrl: 'https://github.com',
    sha: SHA,
    ref: 'main',
    runId: 7001,
    runNumber: 42,
    attempt,
    name: 'deploy',
    step: '__vps-snapshot',
    uses: './',
  };
}

/** Something that the API carried out. */
export interface Effect {
  readonly kind: 'create' | 'delete' | 'restore';
  readonly snapshotId: string;
  readonly serverId: string;
  /** What stood on that server right before. */
  readonly before: readonly SnapshotTruth[];
}

/** A restore that was asked for. */
export interface RestoreAsked {
  readonly snapshotId: string;
  /** State of the snapshot and of its server right before. */
  readonly status: string | undefined;
  readonly serverStatus: string | undefined;
}

/** What a run let out, as the runner would have got it. */
export interface Heard {
  readonly texts: string[];
  readonly outputs: Map<string, string>;
  readonly states: Map<string, string>;
}

/** An API that has a bad day, and the means to run the action's core against it. */
export class World {
  readonly time = new VirtualTime();
  readonly model: VpsModel;
  readonly ids: readonly EmulatedId[];
  readonly servers: readonly string[];
  /** Ids of the snapshots that stood there before, by what they are. */
  readonly started = new Map<string, Kind>();
  readonly effects: Effect[] = [];
  /** Restores that were asked for, carried out or not. */
  readonly restoresAsked: RestoreAsked[] = [];
  readonly rolledBack: string[] = [];
  /** How often a look at the servers was refused, as to a token that may not read them. */
  refusedLooks = 0;
  readonly schedule: Schedule;
  readonly #courses: Course[];
  #requests = 0;
  readonly #sent = new Map<string, number>();
  #seed: number;

  constructor(schedule: Schedule) {
    this.schedule = schedule;
    this.#seed = schedule.random;
    this.#courses = [...schedule.courses];
    this.model = new VpsModel({
      token: TOKEN,
      now: () => this.time.now(),
      baseUrl: () => API_URL,
      ids: schedule.uuids ? 'uuid' : 'integer',
    });
    const ids = Array.from({ length: schedule.servers }, (_, index) =>
      schedule.uuids ? `11111111-1111-4111-8111-00000000000${index}` : 12345 + index,
    );
    this.ids = ids;
    this.servers = ids.map(String);
    for (const id of ids) {
      this.model.addServer({
        id,
        restorePlan: {
          hiddenMs: schedule.listLag * 1000,
          timeline: [
            { atMs: 0, status: 'restoring' },
            { atMs: schedule.restoreSeconds * 1000, status: schedule.restoreEnd },
          ],
        },
      });
      schedule.contents.forEach((kind, index) => {
        this.#place(kind, id, index);
      });
    }
  }

  #place(kind: Kind, serverId: EmulatedId, index: number): void {
    const job = { ...jobOf(1, kind === 'other-repository' ? 'acme/other' : 'acme/shop'), runId: 6000 + index };
    const marked = kind !== 'foreign' && kind !== 'foreign-named';
    const id = this.model.addSnapshot({
      serverId,
      name: kind === 'own-named' || kind === 'foreign-named' ? SHA : `earlier-${index}`,
      status: kind === 'incomplete' ? 'in_progress' : kind === 'failed' ? 'failed' : 'completed',
      description: marked ? `By hand\n${provenanceLine(job, asId(serverId))}` : 'By hand\n::error::not a command',
      createdAt: this.time.now() - (10 - index) * 3_600_000,
    });
    this.started.set(String(id), kind);
  }

  /** Numbers from 0 to below 1, the same for the same schedule. */
  readonly random = (): number => {
    this.#seed = (this.#seed * 48_271) % 2_147_483_647;
    return this.#seed / 2_147_483_647;
  };

  /** Runs a piece of the core as a step of an attempt, and waits until virtual time has brought it to its end. */
  async play(
    texts: Readonly<Record<string, string>>,
    attempt: number,
    work: (run: Run) => Promise<void>,
  ): Promise<{
    readonly heard: Heard;
    readonly error: unknown;
    readonly tookMs: number;
    readonly afterSignalMs: number;
  }> {
    const schedule = this.schedule;
    const heard: Heard = { texts: [], outputs: new Map(), states: new Map() };
    const stop = new AbortController();
    const began = this.time.now();
    let signalledAt = Number.POSITIVE_INFINITY;
    if (schedule.signalAfter > 0) {
      this.time.at(schedule.signalAfter * 1000, () => {
        signalledAt = this.time.now();
        stop.abort(new Cancelled('SIGINT'));
      });
    }
    const empty = Object.fromEntries(INPUT_NAMES.map((name) => [name, '']));
    const inputs = parseInputs({
      ...empty,
      api_token: TOKEN,
      api_url: API_URL,
      server_id: this.servers.join(','),
      timeout_minutes: String(schedule.timeoutMinutes),
      on_limit: schedule.onLimit,
      ...texts,
    });
    const run: Run = {
      inputs,
      job: jobOf(attempt),
      api: new VpsClient(this.#transport(stop.signal), API_URL, this.time),
      runner: this.#runner(heard),
      http: () => Promise.reject(new Error('there is no health check in the search')),
      setCommitStatus: async () => undefined,
      schedule: schedule.pollSeconds > 0 ? fixed(schedule.pollSeconds * 1000) : adaptive(this.random),
      clock: this.time,
      random: this.random,
      cancelled: stop.signal,
    };
    let error: unknown;
    try {
      await this.time.until(work(run));
    } catch (thrown) {
      error = thrown;
    }
    const ended = this.time.now();
    this.time.clear();
    return { heard, error, tookMs: ended - began, afterSignalMs: ended - signalledAt };
  }

  #runner({ texts, outputs, states }: Heard): Runner {
    return {
      line: (text) => texts.push(text),
      debug: (text) => texts.push(text),
      annotate: (_level, text) => texts.push(text),
      group: (title) => texts.push(title),
      endGroup: () => undefined,
      output: (name, value) => outputs.set(name, value),
      state: (name, value) => states.set(name, value),
      rolledBack: (servers) => this.rolledBack.push(...servers),
      summary: async (markdown) => {
        texts.push(markdown);
      },
    };
  }

  #transport(cancelled: AbortSignal): Transport {
    return async (exchange, timeoutMs) => {
      this.#requests += 1;
      if (this.#requests === this.schedule.intruder) this.#intrude();
      const sent = this.#sent.get(exchange.method) ?? 0;
      this.#sent.set(exchange.method, sent + 1);
      const fault = this.schedule.faults[exchange.method][sent] ?? { kind: 'none' };
      if (exchange.path.endsWith('/restore/')) this.#noteAsked(exchange.path.split('/')[2] ?? '');
      await this.time.sleep(LATENCY_MS, cancelled);
      // A 404 to a DELETE that is sent again is as good as done: the API would lie with one for what is there.
      const isLie = exchange.method === 'DELETE' && fault.kind === 'status' && fault.status === 404;
      return await this.#answer(isLie ? { kind: 'none' } : fault, exchange, timeoutMs, cancelled);
    };
  }

  async #answer(fault: Fault, exchange: Exchange, timeoutMs: number, cancelled: AbortSignal): Promise<Answer> {
    switch (fault.kind) {
      case 'none':
        return this.#carryOut(exchange);
      case 'never-connected':
        throw new NoAnswer(exchange, 'connect ECONNREFUSED', false);
      case 'lost-before':
        throw new NoAnswer(exchange, 'read ECONNRESET', true);
      case 'lost-after':
      case 'half':
        this.#carryOut(exchange);
        throw new NoAnswer(exchange, fault.kind === 'half' ? 'aborted' : 'read ECONNRESET', true);
      case 'too-late':
        this.#carryOut(exchange);
        await this.time.sleep(timeoutMs, cancelled);
        throw new NoAnswer(exchange, `it did not end within ${timeoutMs / 1000} s`, true);
      case 'html':
        this.#carryOut(exchange);
        return { status: 200, retryAfter: undefined, body: '<html><body>Just a moment\u001b[31m…</body></html>' };
      case 'status':
        if (fault.effect) this.#carryOut(exchange);
        if (exchange.path === '/servers/' && [401, 403].includes(fault.status)) this.refusedLooks += 1;
        return {
          status: fault.status,
          retryAfter: fault.retryAfter,
          body: '{"detail": "A bad day.\\r\\n::error::and no command"}',
        };
    }
  }

  #noteAsked(snapshotId: string): void {
    const truth = this.truth(snapshotId);
    const serverStatus = truth && this.model.serverStatus(truth.serverId);
    this.restoresAsked.push({ snapshotId, status: truth?.status, serverStatus });
  }

  #intrude(): void {
    const [server] = this.ids;
    if (server === undefined) return;
    const description = provenanceLine({ ...jobOf(1, 'acme/other'), runId: 5000 }, asId(server));
    this.started.set(String(this.model.addSnapshot({ serverId: server, name: SHA, description })), 'other-repository');
  }

  #carryOut(exchange: Exchange): Answer {
    const before = this.model.snapshots();
    if (exchange.method === 'POST' && exchange.path === '/snapshots/') this.#planNext();
    const response: ApiResponse = this.model.handle({
      method: exchange.method,
      path: exchange.path,
      query: exchange.query ?? new URLSearchParams(),
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: exchange.body ? JSON.stringify(exchange.body) : '',
    });
    this.#note(exchange, response, before);
    return { status: response.status, retryAfter: undefined, body: response.body };
  }

  #planNext(): void {
    const course = this.#courses.shift();
    if (!course) return;
    const { seconds, end, hidden, dropsDescription } = course;
    const over = seconds * 1000;
    this.model.planNextSnapshot({
      hiddenMs: hidden * 1000,
      dropDescription: dropsDescription,
      timeline: [
        { atMs: 0, status: end === 'odd-then-completed' ? 'queued_for\n::warning::x' : 'in_progress' },
        ...(end === 'vanishes' ? [] : [{ atMs: over, status: end === 'failed' ? 'failed' : 'completed' }]),
      ],
      // It vanishes after it could be seen.
      ...(end === 'vanishes' ? { goneAfterMs: hidden * 1000 + over } : {}),
    });
  }

  #note({ method, path }: Exchange, { status }: ApiResponse, before: readonly SnapshotTruth[]): void {
    const on = (serverId: EmulatedId | undefined) => before.filter((snapshot) => snapshot.serverId === serverId);
    if (method === 'POST' && status === 201) {
      const made = this.model.snapshots().find(({ id }) => !before.some((snapshot) => snapshot.id === id));
      if (made) this.#effect('create', made, on(made.serverId));
    } else if (status === 204 || (method === 'POST' && status === 200)) {
      const target = before.find(({ id }) => String(id) === path.split('/')[2]);
      if (target) this.#effect(status === 204 ? 'delete' : 'restore', target, on(target.serverId));
    }
  }

  #effect(kind: Effect['kind'], { id, serverId }: SnapshotTruth, before: readonly SnapshotTruth[]): void {
    this.effects.push({ kind, snapshotId: String(id), serverId: String(serverId), before });
  }

  /** A snapshot as it truly is now; `undefined` where it is gone. */
  truth(id: string): SnapshotTruth | undefined {
    return this.model.snapshots().find((snapshot) => String(snapshot.id) === id);
  }
}

function asId(id: EmulatedId): Id {
  const [server] = parseInputs({
    ...Object.fromEntries(INPUT_NAMES.map((name) => [name, ''])),
    api_token: TOKEN,
    server_id: String(id),
  }).server_id;
  if (server === undefined) throw new Error(`${id} is no id`);
  return server;
}
