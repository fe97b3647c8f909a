import { fieldError, readCreateBody } from './create-body.ts';
import { listAnswer } from './pages.ts';
import {
  FAILED_ENDS,
  type RestorePlan,
  type SnapshotPlan,
  type StatusStep,
  statusAt,
  USUAL_RESTORE,
  USUAL_SNAPSHOT,
} from './plans.ts';
import {
  type ApiRequest,
  type ApiResponse,
  detailAnswer,
  type EmulatedId,
  htmlAnswer,
  isoSeconds,
  jsonAnswer,
  refusal,
} from './wire.ts';

export type { RestorePlan, SnapshotPlan, StatusStep } from './plans.ts';
export type { ApiRequest, ApiResponse, EmulatedId } from './wire.ts';

/** What a model is made of. */
export interface VpsModelOptions {
  /** The one token that is let in. */
  token: string;
  /** API time, ms epoch. */
  now: () => number;
  /** The most snapshots of one server; 5 when absent, as documented. */
  snapshotLimit?: number;
  /** Entries of one page; absent: everything in one page, without `next` and `previous`. */
  pageSize?: number;
  /** The form of the ids of new snapshots; `integer` when absent, from 801 on. */
  ids?: 'integer' | 'uuid';
  /** `false`: the list of servers answers 403. */
  mayReadServers?: boolean;
  /** Address of the API without a slash at its end, for `next` and `Location`. */
  baseUrl: () => string;
}

/** A server to begin with. */
export interface ServerSeed {
  id: EmulatedId;
  /** `server-ID` when absent. */
  name?: string;
  /** `active` when absent. */
  status?: string;
  /** Goes for each snapshot of this server. */
  snapshotPlan?: Partial<SnapshotPlan>;
  /** Goes for each restore of this server. */
  restorePlan?: Partial<RestorePlan>;
  /** What is on its disk, as a word; empty when absent. */
  disk?: string;
}

/** A snapshot to begin with, which keeps its status. */
export interface SnapshotSeed {
  /** The next free one when absent. */
  id?: EmulatedId;
  serverId: EmulatedId;
  name: string;
  /** `completed` when absent. */
  status?: string;
  description?: string;
  /** MB; when absent 5120 for a completed snapshot, else null. */
  sizeMb?: number | null;
  /** ms epoch of API time; now when absent. */
  createdAt?: number;
}

/** A snapshot as it is, whether the lists show it or not. */
export interface SnapshotTruth {
  id: EmulatedId;
  serverId: EmulatedId;
  name: string;
  /** The status at this moment. */
  status: string;
  description: string;
  /** ms epoch of API time. */
  createdAt: number;
  /** MB, null until it is complete. */
  sizeMb: number | null;
  /** When it was restored, ms epoch of API time, oldest first. */
  restores: number[];
}

/** A restore that was accepted, `at` in ms epoch of API time. */
export interface RestoreTruth {
  snapshotId: EmulatedId;
  serverId: EmulatedId;
  at: number;
}

interface Server {
  id: EmulatedId;
  name: string;
  status: string;
  createdAt: number;
  changedAt: number;
  snapshotPlan: Partial<SnapshotPlan>;
  restorePlan: Partial<RestorePlan>;
  disk: string;
  /** The last restore; its timeline rules the status until it is set by hand. */
  restore?: { at: number; statusBefore: string; plan: RestorePlan };
}

interface Snapshot {
  id: EmulatedId;
  server: Server;
  name: string;
  description: string;
  createdAt: number;
  timeline: StatusStep[];
  listedFrom: number;
  goneFrom: number;
  sizeBefore: number | null;
  sizeCompleted: number | null;
  /** What was on the server's disk when it was taken. */
  disk: string;
}

type Handler = () => ApiResponse;

const NO_SNAPSHOT = 'No Snapshot matches the given query.';
const NO_SERVER = 'No Server matches the given query.';

/**
 * The documented rules of the VPS.org API over servers and snapshots in memory. It has no network, no timers and no
 * time of its own: what it answers depends on the calls made and on the clock handed in.
 */
export class VpsModel {
  readonly #options: VpsModelOptions;
  readonly #servers = new Map<string, Server>();
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #restores: RestoreTruth[] = [];
  readonly #snapshotPlans: Partial<SnapshotPlan>[] = [];
  readonly #restorePlans: Partial<RestorePlan>[] = [];
  #nextNumber = 801;

  constructor(options: VpsModelOptions) {
    this.#options = options;
  }

  /** Adds a server. Throws where its id is taken. */
  addServer(server: ServerSeed): void {
    if (this.#servers.has(String(server.id))) {
      throw new Error(`There is a server ${server.id} already.`);
    }
    const now = this.#options.now();
    this.#servers.set(String(server.id), {
      id: server.id,
      name: server.name ?? `server-${server.id}`,
      status: server.status ?? 'active',
      createdAt: now,
      changedAt: now,
      snapshotPlan: server.snapshotPlan ?? {},
      restorePlan: server.restorePlan ?? {},
      disk: server.disk ?? '',
    });
  }

  /** Adds a snapshot past the rules of the API (limit, name) and gives its id. Throws on an unknown server, a taken id. */
  addSnapshot(snapshot: SnapshotSeed): EmulatedId {
    const id = snapshot.id ?? this.#newId();
    if (this.#snapshots.has(String(id))) {
      throw new Error(`There is a snapshot ${id} already.`);
    }
    const status = snapshot.status ?? 'completed';
    const size = snapshot.sizeMb === undefined && status === 'completed' ? USUAL_SNAPSHOT.sizeMb : snapshot.sizeMb;
    const server = this.#server(snapshot.serverId);
    this.#snapshots.set(String(id), {
      id,
      server,
      name: snapshot.name,
      description: snapshot.description ?? '',
      createdAt: snapshot.createdAt ?? this.#options.now(),
      timeline: [{ atMs: 0, status }],
      listedFrom: Number.NEGATIVE_INFINITY,
      goneFrom: Number.POSITIVE_INFINITY,
      sizeBefore: size ?? null,
      sizeCompleted: size ?? null,
      disk: server.disk,
    });
    return id;
  }

  /** Queues a plan for the next create that is accepted, on whatever server; it overrules the server's own, key by key. */
  planNextSnapshot(plan: Partial<SnapshotPlan>): void {
    this.#snapshotPlans.push(plan);
  }

  /** Queues a plan for the next restore that is accepted, on whatever server; it overrules the server's own, key by key. */
  planNextRestore(plan: Partial<RestorePlan>): void {
    this.#restorePlans.push(plan);
  }

  /** Takes a snapshot away, as somebody else would delete it. Throws where there is none. */
  removeSnapshot(id: EmulatedId): void {
    if (!this.#snapshots.delete(String(id))) {
      throw new Error(`There is no snapshot ${id}.`);
    }
  }

  /** Sets a server's status now and ends the restore that ruled it. Throws where there is no such server. */
  setServerStatus(id: EmulatedId, status: string): void {
    const server = this.#server(id);
    server.status = status;
    server.changedAt = this.#options.now();
    delete server.restore;
  }

  /** Puts something else on a server's disk, as a deploy does. Throws where there is no such server. */
  writeDisk(id: EmulatedId, disk: string): void {
    this.#server(id).disk = disk;
  }

  /** What is on a server's disk: after a restore, what was there when the snapshot was taken. */
  disk(id: EmulatedId): string {
    return this.#server(id).disk;
  }

  /** All snapshots that exist, in order of creation by this model, those not listed yet included, those gone not. */
  snapshots(): SnapshotTruth[] {
    return this.#existing().map((snapshot) => ({
      id: snapshot.id,
      serverId: snapshot.server.id,
      name: snapshot.name,
      status: this.#statusOf(snapshot),
      description: snapshot.description,
      createdAt: snapshot.createdAt,
      sizeMb: this.#sizeOf(snapshot),
      restores: this.#restores.filter(({ snapshotId }) => snapshotId === snapshot.id).map(({ at }) => at),
    }));
  }

  /** All restores that were accepted, oldest first. */
  restores(): RestoreTruth[] {
    return this.#restores.map((restore) => ({ ...restore }));
  }

  /** The true status of a server now, even where the list lags behind. Throws where there is no such server. */
  serverStatus(id: EmulatedId): string {
    return this.#statusOfServer(this.#server(id));
  }

  /** Carries a request out and gives the answer. Order of the checks as in Django: address, token, method, contents. */
  handle(request: ApiRequest): ApiResponse {
    const route = this.#route(request.path, request);
    if (route === undefined) {
      return this.#offRoute(request);
    }
    const { authorization } = request.headers;
    if (authorization !== `Bearer ${this.#options.token}`) {
      return detailAnswer(401, 'Invalid token.', { 'www-authenticate': 'Bearer' });
    }
    const handler = route.get(request.method);
    return handler === undefined
      ? detailAnswer(405, `Method "${request.method}" not allowed.`, { allow: [...route.keys()].join(', ') })
      : handler();
  }

  #route(path: string, request: ApiRequest): Map<string, Handler> | undefined {
    if (path === '/snapshots/') {
      return new Map([
        ['GET', () => this.#listSnapshots(request)],
        ['POST', () => this.#create(request)],
      ]);
    }
    if (path === '/servers/') {
      return new Map([['GET', () => this.#listServers(request)]]);
    }
    if (path === '/account/me/') {
      return new Map([['GET', () => this.#account()]]);
    }
    const [, id, restore] = /^\/snapshots\/([^/]+)\/(restore\/)?$/.exec(path) ?? [];
    if (id === undefined) {
      return undefined;
    }
    return restore === undefined
      ? new Map([['DELETE', () => this.#delete(id)]])
      : new Map([['POST', () => this.#restore(id)]]);
  }

  /** Django redirects to the address with a slash at its end, where there is one, before it looks at the token. */
  #offRoute(request: ApiRequest): ApiResponse {
    if (this.#route(`${request.path}/`, request) === undefined) {
      return htmlAnswer(404, 'Not Found');
    }
    const query = request.query.size > 0 ? `?${request.query}` : '';
    const location = `${this.#options.baseUrl()}${request.path}/${query}`;
    return { status: 301, headers: { 'content-type': 'text/html; charset=utf-8', location }, body: '' };
  }

  #listSnapshots(request: ApiRequest): ApiResponse {
    const now = this.#options.now();
    const serverId = request.query.get('server_id');
    const shown = this.#existing()
      .filter(({ listedFrom }) => listedFrom <= now)
      // An empty value is no filter, as in Django.
      .filter(({ server }) => !serverId || String(server.id) === serverId)
      // The last one made comes first where the times are the same, since the sort is stable.
      .reverse()
      .sort((a, b) => b.createdAt - a.createdAt)
      .map((snapshot) => this.#show(snapshot));
    return listAnswer(request, shown, this.#options.pageSize, this.#options.baseUrl());
  }

  #create(request: ApiRequest): ApiResponse {
    const { asked, refused } = readCreateBody(request);
    if (asked === undefined) {
      return refused;
    }
    const server = this.#servers.get(String(asked.server_id));
    if (server === undefined) {
      return detailAnswer(404, NO_SERVER);
    }
    if (typeof asked.server_id !== typeof server.id) {
      return fieldError('server_id', `A JSON ${typeof server.id} is required.`);
    }
    const limit = this.#options.snapshotLimit ?? 5;
    const held = this.#existing().filter((one) => one.server === server && !FAILED_ENDS.has(this.#statusOf(one)));
    if (held.length >= limit) {
      return refusal(`Snapshot limit reached. A server can have at most ${limit} snapshots.`);
    }
    const plan: SnapshotPlan = { ...USUAL_SNAPSHOT, ...server.snapshotPlan, ...this.#snapshotPlans.shift() };
    const now = this.#options.now();
    const snapshot: Snapshot = {
      id: this.#newId(),
      server,
      name: asked.name,
      description: plan.dropDescription ? '' : (asked.description ?? ''),
      createdAt: now,
      timeline: plan.timeline,
      listedFrom: now + plan.hiddenMs,
      goneFrom: now + (plan.goneAfterMs ?? Number.POSITIVE_INFINITY),
      sizeBefore: null,
      sizeCompleted: plan.sizeMb,
      disk: server.disk,
    };
    this.#snapshots.set(String(snapshot.id), snapshot);
    const message = 'Snapshot is being created. This may take 3-10 minutes depending on server size.';
    return jsonAnswer(201, { ...this.#show(snapshot), message });
  }

  #delete(id: string): ApiResponse {
    const snapshot = this.#existing().find((one) => String(one.id) === id);
    if (snapshot === undefined) {
      return detailAnswer(404, NO_SNAPSHOT);
    }
    this.#snapshots.delete(id);
    return { status: 204, headers: {}, body: '' };
  }

  #restore(id: string): ApiResponse {
    const snapshot = this.#existing().find((one) => String(one.id) === id);
    if (snapshot === undefined) {
      return detailAnswer(404, NO_SNAPSHOT);
    }
    if (this.#statusOf(snapshot) !== 'completed') {
      return refusal('Snapshot is not completed.');
    }
    const { server } = snapshot;
    const statusBefore = this.#statusOfServer(server);
    if (statusBefore === 'restoring' || statusBefore === 'suspended') {
      return refusal('Server is not in a valid state for restore.');
    }
    const at = this.#options.now();
    const plan: RestorePlan = { ...USUAL_RESTORE, ...server.restorePlan, ...this.#restorePlans.shift() };
    server.restore = { at, statusBefore, plan };
    server.disk = snapshot.disk;
    server.changedAt = at;
    this.#restores.push({ snapshotId: snapshot.id, serverId: server.id, at });
    return jsonAnswer(200, {
      status: 'success',
      message: 'Server is being restored from snapshot. This may take 5-15 minutes.',
      snapshot: { id: snapshot.id, name: snapshot.name, created_at: isoSeconds(snapshot.createdAt) },
      server: { id: server.id, name: server.name, status: this.#statusOfServer(server) },
    });
  }

  #listServers(request: ApiRequest): ApiResponse {
    if (this.#options.mayReadServers === false) {
      return detailAnswer(403, 'You do not have permission to perform this action.');
    }
    const status = request.query.get('status');
    const location = request.query.get('location');
    const shown = [...this.#servers.values()]
      .map((server, position) => this.#showServer(server, position))
      .filter((server) => (!status || server.status === status) && (!location || server.location === location))
      .reverse();
    return listAnswer(request, shown, this.#options.pageSize, this.#options.baseUrl());
  }

  /** The account's fields are not documented beyond the name and the permissions of the token. */
  #account(): ApiResponse {
    const servers = this.#options.mayReadServers === false ? [] : ['servers:read'];
    return jsonAnswer(200, {
      id: 1,
      email: 'owner@example.com',
      token: { name: 'emulator', permissions: ['snapshots:read', 'snapshots:write', ...servers] },
    });
  }

  #show(snapshot: Snapshot): Record<string, unknown> {
    return {
      id: snapshot.id,
      server: { id: snapshot.server.id, name: snapshot.server.name },
      name: snapshot.name,
      status: this.#statusOf(snapshot),
      size_mb: this.#sizeOf(snapshot),
      created_at: isoSeconds(snapshot.createdAt),
      description: snapshot.description,
    };
  }

  #showServer(server: Server, position: number) {
    const { restore } = server;
    const lags = restore !== undefined && this.#options.now() < restore.at + (restore.plan.hiddenMs ?? 0);
    return {
      id: server.id,
      name: server.name,
      hostname: `${server.name}.example.com`,
      status: lags ? restore.statusBefore : this.#statusOfServer(server),
      // The range of addresses kept for documentation, RFC 5737.
      ip_address: `203.0.113.${10 + (position % 240)}`,
      location: 'us-west',
      plan: { id: 1, name: 'Standard VPS', vcpus: 2, memory: 4096, storage: 80 },
      os: { id: 5, name: 'Ubuntu 22.04 LTS' },
      created_at: isoSeconds(server.createdAt),
      updated_at: isoSeconds(server.changedAt),
    };
  }

  #existing(): Snapshot[] {
    const now = this.#options.now();
    return [...this.#snapshots.values()].filter(({ goneFrom }) => now < goneFrom);
  }

  #statusOf(snapshot: Snapshot): string {
    return statusAt(snapshot.timeline, this.#options.now() - snapshot.createdAt);
  }

  #sizeOf(snapshot: Snapshot): number | null {
    return this.#statusOf(snapshot) === 'completed' ? snapshot.sizeCompleted : snapshot.sizeBefore;
  }

  #statusOfServer({ restore, status }: Server): string {
    return restore === undefined ? status : statusAt(restore.plan.timeline, this.#options.now() - restore.at);
  }

  #server(id: EmulatedId): Server {
    const server = this.#servers.get(String(id));
    if (server === undefined) {
      throw new Error(`There is no server ${id}.`);
    }
    return server;
  }

  #newId(): EmulatedId {
    let id: EmulatedId;
    do {
      const number = this.#nextNumber++;
      id = this.#options.ids === 'uuid' ? `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` : number;
    } while (this.#snapshots.has(String(id)));
    return id;
  }
}
