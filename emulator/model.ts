import { readCreateBody, readLabelBody } from './create-body.ts';
import {
  acceptedTypes,
  DEFAULT_PASSWORD,
  type DialectOptions,
  identityFields,
  isNamedInPath,
  nameServer,
  renderServer,
  renderServerDetail,
  renderSnapshot,
  type ShownServer,
  shownId,
  writeTime,
} from './dialect.ts';
import {
  endingIn,
  FAILED_STATUSES,
  type RestorePlan,
  type SnapshotPlan,
  type StatusStep,
  USUAL_POWER,
  USUAL_RESTORE,
  USUAL_SNAPSHOT,
} from './durations.ts';
import {
  type ApiRequest,
  type ApiResponse,
  detailResponse,
  emptyResponse,
  errorResponse,
  fieldResponse,
  htmlResponse,
  jsonResponse,
} from './http.ts';
import { completeIdentity, type EmulatedId, hasId, type Identity, serverUuid, snapshotUuid } from './identity.ts';
import type {
  ApiCall,
  CallRejection,
  PowerTruth,
  RestoreRefusal,
  RestoreTruth,
  ServerSeed,
  SnapshotSeed,
  SnapshotTruth,
  VpsModelOptions,
} from './model-options.ts';
import { listResponse, ordered, pageSizes } from './pagination.ts';
import { isAlreadyThere, powerResponse, readPowerAction, refusePower } from './power.ts';
import {
  changedAt,
  isRestoring,
  type Phase,
  type Server,
  type Snapshot,
  serverStatus,
  shownServerStatus,
  snapshotSize,
  snapshotStatus,
} from './state.ts';

export type { Dialect, FieldOptions, ServerForm, TimeForm } from './dialect.ts';
export type { RestorePlan, SnapshotPlan, StatusStep } from './durations.ts';
export type { ApiRequest, ApiResponse } from './http.ts';
export type { EmulatedId, Identity } from './identity.ts';
export type * from './model-options.ts';
export type { ListOptions, ListOrder, NextForm } from './pagination.ts';
export type { PowerAction, PowerOptions } from './power.ts';

/** A call that a path supports, and its implementation. */
interface Route {
  call: ApiCall;
  run: () => ApiResponse;
}

const FIRST_SNAPSHOT_ID = 801;
/** First integer for servers whose seed has only a UUID. */
const FIRST_SERVER_ID = 70_001;

const NO_SNAPSHOT = 'No Snapshot matches the given query.';
const NO_SERVER = 'No Server matches the given query.';
const FORBIDDEN = 'You do not have permission to perform this action.';
const INVALID_STATE = 'Server is not in a valid state for restore.';

/**
 * The rules of the VPS.org API for servers and snapshots, in memory. It has no network, no timers and no time of its
 * own: its responses depend on the calls made and on the clock that is passed in. Where the API is not documented, an
 * option chooses the behaviour.
 *
 * Tests name a server or a snapshot by its integer or its UUID, whichever the API shows.
 */
export class VpsModel {
  readonly #options: VpsModelOptions;
  readonly #dialect: DialectOptions;
  readonly #servers: Server[] = [];
  /** In order of creation, including those that no longer exist. */
  readonly #snapshots: Snapshot[] = [];
  readonly #rawItems = { snapshots: [] as unknown[], servers: [] as unknown[] };
  readonly #restores: { snapshot: Snapshot; at: number }[] = [];
  readonly #powerActions: PowerTruth[] = [];
  readonly #snapshotPlans: Partial<SnapshotPlan>[] = [];
  readonly #restorePlans: Partial<RestorePlan>[] = [];
  readonly #powerTimelines: StatusStep[][] = [];
  readonly #rejectedCalls = new Map<string, CallRejection>();
  readonly #reads = { snapshots: 0, servers: 0 };
  #nextSnapshotId = FIRST_SNAPSHOT_ID;
  #nextServerId = FIRST_SERVER_ID;

  constructor(options: VpsModelOptions) {
    this.#options = options;
    this.#dialect = {
      dialect: options.dialect ?? 'both',
      ids: options.ids ?? 'integer',
      caseSensitiveUuids: options.caseSensitiveUuids ?? false,
      fields: options.fields ?? {},
    };
    for (const [call, status] of Object.entries(options.rejectedCalls ?? {})) {
      this.#rejectedCalls.set(call, status);
    }
  }

  /** Adds a server and returns both forms of its id. Throws if one of them is taken. */
  addServer(seed: ServerSeed): Identity {
    const identity = completeIdentity(seed, () => this.#newServerId(), serverUuid);
    if (this.#servers.some((server) => isTaken(server, identity))) {
      throw new Error(`Server ${seed.id ?? seed.uuid} already exists.`);
    }
    const now = this.#options.now();
    const name = seed.name ?? `server-${seed.id ?? seed.uuid ?? identity.id}`;
    this.#servers.push({
      identity,
      name,
      hostname: seed.hostname ?? `${name}.example.com`,
      createdAt: now,
      snapshotPlan: seed.snapshotPlan ?? {},
      restorePlan: seed.restorePlan ?? {},
      password: seed.password ?? DEFAULT_PASSWORD,
      overrides: seed.overrides ?? {},
      phases: [phaseOf(now, [{ atMs: 0, status: seed.status ?? 'active' }])],
      disk: seed.disk ?? '',
    });
    return identity;
  }

  /**
   * Adds a snapshot without regard to the rules of the API (limit, name) and returns the id that the API shows. Throws
   * on an unknown server and on an id that is taken.
   */
  addSnapshot(seed: SnapshotSeed): EmulatedId {
    const identity = completeIdentity(seed, () => this.#newSnapshotId(), snapshotUuid);
    if (this.#existing().some((snapshot) => isTaken(snapshot, identity))) {
      throw new Error(`Snapshot ${seed.id ?? seed.uuid} already exists.`);
    }
    const status = seed.status ?? 'completed';
    const size = seed.sizeMb === undefined && status === 'completed' ? USUAL_SNAPSHOT.sizeMb : (seed.sizeMb ?? null);
    const server = this.#server(seed.serverId);
    this.#snapshots.push({
      identity,
      server,
      name: seed.name,
      description: seed.description ?? '',
      createdAt: seed.createdAt ?? this.#options.now(),
      timeline: [{ atMs: 0, status }],
      listedFrom: Number.NEGATIVE_INFINITY,
      goneFrom: Number.POSITIVE_INFINITY,
      countedUntil: Number.POSITIVE_INFINITY,
      sizeBefore: size,
      sizeCompleted: size,
      disk: server.disk,
      overrides: seed.overrides ?? {},
    });
    return this.#shownId(identity);
  }

  /** Adds an item to a list as it is, readable or not: at its end, whatever the query filters by. */
  addRawItem(list: 'snapshots' | 'servers', item: unknown): void {
    this.#rawItems[list].push(item);
  }

  /** Queues a plan for the next create that is accepted, on any server; it overrides the server's own, key by key. */
  planNextSnapshot(plan: Partial<SnapshotPlan>): void {
    this.#snapshotPlans.push(plan);
  }

  /** Queues a plan for the next restore that is accepted, on any server; it overrides the server's own, key by key. */
  planNextRestore(plan: Partial<RestorePlan>): void {
    this.#restorePlans.push(plan);
  }

  /** Queues the timeline of the next power action that changes the status of a server, any action on any server. */
  planNextPower(timeline: StatusStep[]): void {
    this.#powerTimelines.push(timeline);
  }

  /** Refuses the restores of a server for a while, or always. Throws if there is no such server. */
  refuseRestores(id: EmulatedId, refusal: RestoreRefusal): void {
    this.#server(id).refusal = { ...refusal };
  }

  /** Rejects a call from now on, for every server and snapshot. */
  rejectCall(call: ApiCall, status: CallRejection): void {
    this.#rejectedCalls.set(call, status);
  }

  /** Ends the rejection of a call. */
  acceptCall(call: ApiCall): void {
    this.#rejectedCalls.delete(call);
  }

  /** Deletes a snapshot, as somebody else would. Throws if there is none. */
  removeSnapshot(id: EmulatedId): void {
    const snapshot = this.#existing().find(({ identity }) => hasId(identity, id));
    if (snapshot === undefined) {
      throw new Error(`There is no snapshot ${id}.`);
    }
    this.#remove(snapshot);
  }

  /** Sets a server's status now; it stays until the next call changes it. Throws if there is no such server. */
  setServerStatus(id: EmulatedId, status: string): void {
    this.#server(id).phases.push(phaseOf(this.#options.now(), [{ atMs: 0, status }]));
  }

  /** Replaces what is on a server's disk, as a deploy does. Throws if there is no such server. */
  writeDisk(id: EmulatedId, disk: string): void {
    this.#server(id).disk = disk;
  }

  /** What is on a server's disk: after a restore, what was there when the snapshot was created. */
  disk(id: EmulatedId): string {
    return this.#server(id).disk;
  }

  /** All snapshots that exist, in order of creation by this model, including those that are not listed yet. */
  snapshots(): SnapshotTruth[] {
    const now = this.#options.now();
    return this.#existing().map((snapshot) => ({
      id: this.#shownId(snapshot.identity),
      uuid: snapshot.identity.uuid,
      serverId: this.#shownId(snapshot.server.identity),
      serverUuid: snapshot.server.identity.uuid,
      name: snapshot.name,
      status: snapshotStatus(snapshot, now),
      description: snapshot.description,
      createdAt: snapshot.createdAt,
      sizeMb: snapshotSize(snapshot, now),
      restores: this.#restores.filter((restore) => restore.snapshot === snapshot).map(({ at }) => at),
    }));
  }

  /** All restores that were accepted, oldest first. */
  restores(): RestoreTruth[] {
    return this.#restores.map(({ snapshot, at }) => ({
      snapshotId: this.#shownId(snapshot.identity),
      serverId: this.#shownId(snapshot.server.identity),
      at,
    }));
  }

  /** All power actions that were accepted, oldest first. */
  powerActions(): PowerTruth[] {
    return this.#powerActions.map((action) => ({ ...action }));
  }

  /** The true status of a server now, even if reads lag behind. Throws if there is no such server. */
  serverStatus(id: EmulatedId): string {
    return serverStatus(this.#server(id), this.#options.now());
  }

  /**
   * Carries out a request and returns the response. Order of the checks as in Django: path, token, method, contents.
   */
  handle(request: ApiRequest): ApiResponse {
    const routes = this.#routesOf(request.path, request);
    if (routes === undefined) {
      return this.#offRoute(request);
    }
    const { authorization } = request.headers;
    if (authorization !== `Bearer ${this.#options.token}`) {
      return detailResponse(401, 'Invalid token.', { 'www-authenticate': 'Bearer' });
    }
    const route = routes.get(request.method);
    const rejection = route === undefined ? 405 : this.#rejectedCalls.get(route.call);
    switch (rejection) {
      case undefined:
        break;
      case 403:
        return detailResponse(403, FORBIDDEN);
      case 404:
        return htmlResponse(404, 'Not Found');
      case 405: {
        const allowed = [...routes].filter(([, { call }]) => this.#rejectedCalls.get(call) !== 405);
        const allow = allowed.map(([method]) => method).join(', ');
        return detailResponse(405, `Method "${request.method}" not allowed.`, { allow });
      }
    }
    return route === undefined ? htmlResponse(404, 'Not Found') : route.run();
  }

  /** The calls of a path, by method; undefined if the API has no such path. */
  #routesOf(path: string, request: ApiRequest): Map<string, Route> | undefined {
    const [, list = '', id, verb] = /^\/(snapshots|servers|account)\/(?:([^/]+)\/(?:([^/]+)\/)?)?$/.exec(path) ?? [];
    const shape = [list, id === undefined ? undefined : '{id}', verb].filter((part) => part !== undefined).join('/');
    if (list === 'account') {
      return id === 'me' && verb === undefined
        ? routesOf({ call: 'GET /account/me/', run: () => this.#account() })
        : undefined;
    }
    const { dialect } = this.#dialect;
    switch (shape) {
      case 'snapshots':
        return routesOf(
          { call: 'GET /snapshots/', run: () => this.#listSnapshots(request) },
          { call: 'POST /snapshots/', run: () => this.#createSnapshot(request) },
        );
      case 'snapshots/{id}':
        return routesOf({
          call: 'DELETE /snapshots/{id}/',
          run: () => this.#onSnapshot(id, (snapshot) => this.#deleteSnapshot(snapshot)),
        });
      case 'snapshots/{id}/restore':
        return routesOf({
          call: 'POST /snapshots/{id}/restore/',
          run: () => this.#onSnapshot(id, (snapshot) => this.#restore(snapshot)),
        });
      case 'servers':
        return routesOf({ call: 'GET /servers/', run: () => this.#listServers(request) });
      case 'servers/{id}':
        return (this.#options.hasServerDetail ?? dialect !== 'docs')
          ? routesOf({ call: 'GET /servers/{id}/', run: () => this.#showServer(id) })
          : undefined;
      case 'servers/{id}/power':
        return (this.#options.hasPower ?? dialect !== 'docs')
          ? routesOf({
              call: 'POST /servers/{id}/power/',
              run: () => this.#onServer(id, (server) => this.#power(server, request)),
            })
          : undefined;
      case 'servers/{id}/snapshot':
        return dialect === 'docs'
          ? undefined
          : routesOf({
              call: 'POST /servers/{id}/snapshot/',
              run: () => this.#onServer(id, (server) => this.#createLabelled(server, request)),
            });
      default:
        return undefined;
    }
  }

  /** Django redirects to the path with a trailing slash, if the API has it, before it checks the token. */
  #offRoute(request: ApiRequest): ApiResponse {
    if (this.#routesOf(`${request.path}/`, request) === undefined) {
      return htmlResponse(404, 'Not Found');
    }
    const query = request.query.size > 0 ? `?${request.query}` : '';
    const location = `${this.#options.baseUrl()}${request.path}/${query}`;
    return { status: 301, headers: { 'content-type': 'text/html; charset=utf-8', location }, body: '' };
  }

  #onSnapshot(id = '', use: (snapshot: Snapshot) => ApiResponse): ApiResponse {
    const snapshot = this.#existing().find(({ identity }) => isNamedInPath(identity, id, this.#dialect));
    return snapshot === undefined ? detailResponse(404, NO_SNAPSHOT) : use(snapshot);
  }

  #onServer(id = '', use: (server: Server) => ApiResponse): ApiResponse {
    const server = this.#servers.find(({ identity }) => isNamedInPath(identity, id, this.#dialect));
    return server === undefined ? detailResponse(404, NO_SERVER) : use(server);
  }

  #listSnapshots(request: ApiRequest): ApiResponse {
    const at = this.#readAsOf('snapshots');
    const lists = this.#options.lists ?? {};
    const wanted = lists.ignoresServerFilter ? null : request.query.get('server_id');
    const oldestFirst = this.#snapshots
      .filter(({ listedFrom, goneFrom }) => listedFrom <= at && at < goneFrom)
      // An empty value is not a filter, as in Django.
      .filter(({ server }) => !wanted || isNamedInPath(server.identity, wanted, this.#dialect))
      // Stable: of several created at the same moment, the last is the newest.
      .sort((a, b) => a.createdAt - b.createdAt);
    const shown = ordered(oldestFirst, lists.order, ({ identity }) => identity.uuid).map((snapshot) =>
      this.#renderSnapshot(snapshot, at),
    );
    return this.#list(request, [...shown, ...this.#rawItems.snapshots]);
  }

  #createSnapshot(request: ApiRequest): ApiResponse {
    const rule = this.#options.description;
    const { value: asked, rejected } = readCreateBody(request, {
      takesIntegerText: this.#dialect.fields.idForm === 'text',
      maxNameLength: this.#options.maxNameLength,
      maxDescriptionLength: typeof rule === 'object' && 'refuseAbove' in rule ? rule.refuseAbove : undefined,
    });
    if (rejected !== undefined) {
      return rejected;
    }
    const { caseSensitiveUuids } = this.#dialect;
    const server = this.#servers.find(({ identity }) =>
      caseSensitiveUuids && typeof asked.server_id === 'string'
        ? identity.uuid === asked.server_id || String(identity.id) === asked.server_id
        : hasId(identity, asked.server_id),
    );
    if (server === undefined) {
      return detailResponse(404, NO_SERVER);
    }
    const types = acceptedTypes(this.#dialect);
    if (!types.some((type) => type === typeof asked.server_id)) {
      return fieldResponse('server_id', `A JSON ${types.join(' or ')} is required.`);
    }
    return this.#create(server, asked.name, asked.description ?? '');
  }

  /**
   * The call of VPS.org's own clients. Its label becomes the name; without one, the snapshot is named after its server.
   */
  #createLabelled(server: Server, request: ApiRequest): ApiResponse {
    const { value: label, rejected } = readLabelBody(request);
    return rejected ?? this.#create(server, label ?? `snapshot-of-${server.name}`, '');
  }

  #create(server: Server, name: string, description: string): ApiResponse {
    const { uniqueNames, snapshotLimit = 5 } = this.#options;
    const rivals = this.#existing().filter((one) => uniqueNames === 'per-account' || one.server === server);
    if (uniqueNames !== undefined && rivals.some((one) => one.name === name)) {
      return fieldResponse('name', 'snapshot with this name already exists.');
    }
    if (this.#countedSnapshots(server) >= snapshotLimit) {
      return errorResponse(`Snapshot limit reached. A server can have at most ${snapshotLimit} snapshots.`);
    }
    const plan: SnapshotPlan = { ...USUAL_SNAPSHOT, ...server.snapshotPlan, ...this.#snapshotPlans.shift() };
    const now = this.#options.now();
    const goneFrom = now + (plan.goneAfterMs ?? Number.POSITIVE_INFINITY);
    const id = this.#newSnapshotId();
    const snapshot: Snapshot = {
      identity: { id, uuid: snapshotUuid(id) },
      server,
      name,
      description: plan.dropDescription ? '' : this.#storedDescription(description),
      createdAt: now,
      timeline: plan.timeline,
      listedFrom: now + plan.hiddenMs,
      goneFrom,
      countedUntil: goneFrom,
      sizeBefore: null,
      sizeCompleted: plan.sizeMb,
      disk: server.disk,
      overrides: plan.overrides ?? {},
    };
    this.#snapshots.push(snapshot);
    if (plan.serverTimeline !== undefined) {
      server.phases.push(phaseOf(now, plan.serverTimeline));
    }
    const message = 'Snapshot is being created. This may take 3-10 minutes depending on server size.';
    return jsonResponse(201, { ...this.#renderSnapshot(snapshot, now), message });
  }

  #storedDescription(description: string): string {
    const rule = this.#options.description ?? 'kept';
    if (rule === 'dropped') {
      return '';
    }
    if (rule === 'joined') {
      return description.trim().replace(/\s+/g, ' ');
    }
    return typeof rule === 'object' && 'cutAt' in rule ? [...description].slice(0, rule.cutAt).join('') : description;
  }

  #countedSnapshots(server: Server): number {
    const now = this.#options.now();
    const { limitCountsFailed = false } = this.#options;
    return this.#snapshots.filter(
      (one) =>
        one.server === server &&
        now < one.countedUntil &&
        (limitCountsFailed || !FAILED_STATUSES.has(snapshotStatus(one, now))),
    ).length;
  }

  #deleteSnapshot(snapshot: Snapshot): ApiResponse {
    this.#remove(snapshot);
    return emptyResponse(204);
  }

  #remove(snapshot: Snapshot): void {
    snapshot.goneFrom = this.#options.now();
    snapshot.countedUntil = snapshot.goneFrom + (this.#options.quotaLagMs ?? 0);
  }

  #restore(snapshot: Snapshot): ApiResponse {
    const { server } = snapshot;
    const refused = this.#refuseRestore(snapshot);
    if (refused !== undefined) {
      return refused;
    }
    const at = this.#options.now();
    const plan: RestorePlan = { ...USUAL_RESTORE, ...server.restorePlan, ...this.#restorePlans.shift() };
    server.phases.push({
      at,
      shownFrom: at + (plan.hiddenMs ?? 0),
      timeline: plan.endsStopped ? endingIn(plan.timeline, 'stopped') : plan.timeline,
      isRestore: true,
    });
    server.disk = snapshot.disk;
    this.#restores.push({ snapshot, at });
    const named = plan.namesServer === undefined ? server : this.#server(plan.namesServer);
    return jsonResponse(200, {
      status: 'success',
      message: 'Server is being restored from snapshot. This may take 5-15 minutes.',
      snapshot: {
        ...identityFields(snapshot.identity, this.#dialect),
        name: snapshot.name,
        created_at: writeTime(snapshot.createdAt, this.#dialect.fields.timeForm),
      },
      ...nameServer(named, plan.serverForm, this.#dialect, serverStatus(server, at)),
    });
  }

  #refuseRestore(snapshot: Snapshot): ApiResponse | undefined {
    const now = this.#options.now();
    const { server } = snapshot;
    if (snapshotStatus(snapshot, now) !== 'completed') {
      return errorResponse('Snapshot is not completed.');
    }
    const { refusal } = server;
    if (refusal !== undefined) {
      refusal.since ??= now;
      if (now < refusal.since + refusal.forMs) {
        return refusal.status === 400 ? errorResponse(INVALID_STATE) : detailResponse(refusal.status, INVALID_STATE);
      }
    }
    const status = serverStatus(server, now);
    const mustStop = this.#options.restoreRequiresStopped === true && status !== 'stopped';
    return isRestoring(server, now) || status === 'suspended' || mustStop ? errorResponse(INVALID_STATE) : undefined;
  }

  #listServers(request: ApiRequest): ApiResponse {
    if (this.#options.mayReadServers === false) {
      return detailResponse(403, FORBIDDEN);
    }
    const at = this.#readAsOf('servers');
    const status = request.query.get('status');
    const location = request.query.get('location');
    const oldestFirst = this.#servers.filter(
      (server) => (!status || shownServerStatus(server, at) === status) && (!location || location === 'us-west'),
    );
    const shown = ordered(oldestFirst, this.#options.lists?.order, ({ identity }) => identity.uuid).map((server) =>
      renderServer(this.#shown(server, at), this.#dialect),
    );
    return this.#list(request, [...shown, ...this.#rawItems.servers]);
  }

  #showServer(id: string | undefined): ApiResponse {
    if (this.#options.mayReadServers === false) {
      return detailResponse(403, FORBIDDEN);
    }
    return this.#onServer(id, (server) =>
      jsonResponse(200, renderServerDetail(this.#shown(server, this.#readAsOf('servers')), this.#dialect)),
    );
  }

  #power(server: Server, request: ApiRequest): ApiResponse {
    const { value: action, rejected } = readPowerAction(request);
    if (rejected !== undefined) {
      return rejected;
    }
    const { power = {} } = this.#options;
    const at = this.#options.now();
    const status = serverStatus(server, at);
    const refused = refusePower(action, { status, isRestoring: isRestoring(server, at) }, power);
    if (refused !== undefined) {
      return refused;
    }
    this.#powerActions.push({ serverId: this.#shownId(server.identity), action, at });
    if (!isAlreadyThere(action, status)) {
      const timeline = this.#powerTimelines.shift() ?? power.timelines?.[action] ?? USUAL_POWER[action];
      server.phases.push(phaseOf(at, timeline));
    }
    return powerResponse(action, power);
  }

  #account(): ApiResponse {
    const {
      email = 'owner@example.com',
      tokenName = 'emulator',
      permissions = ['servers:*'],
    } = this.#options.account ?? {};
    return jsonResponse(200, { account: { email }, token: { name: tokenName, permissions } });
  }

  #list(request: ApiRequest, items: unknown[]): ApiResponse {
    const { pageSize, lists = {} } = this.#options;
    return listResponse(request, items, lists, pageSizes(this.#dialect.dialect, pageSize), this.#options.baseUrl());
  }

  /** The time as of which the next replica shows its state. */
  #readAsOf(list: 'snapshots' | 'servers'): number {
    const { replicaLagsMs = [] } = this.#options;
    const lagMs = replicaLagsMs[this.#reads[list]++ % replicaLagsMs.length] ?? 0;
    return this.#options.now() - lagMs;
  }

  #renderSnapshot(snapshot: Snapshot, at: number): Record<string, unknown> {
    const shown = { ...snapshot, status: snapshotStatus(snapshot, at), sizeMb: snapshotSize(snapshot, at) };
    return renderSnapshot(shown, this.#dialect);
  }

  #shown(server: Server, at: number): ShownServer {
    return {
      ...server,
      status: shownServerStatus(server, at),
      position: this.#servers.indexOf(server),
      changedAt: changedAt(server),
    };
  }

  #existing(): Snapshot[] {
    const now = this.#options.now();
    return this.#snapshots.filter(({ goneFrom }) => now < goneFrom);
  }

  #server(id: EmulatedId): Server {
    const server = this.#servers.find(({ identity }) => hasId(identity, id));
    if (server === undefined) {
      throw new Error(`There is no server ${id}.`);
    }
    return server;
  }

  #shownId(identity: Identity): EmulatedId {
    return shownId(identity, this.#dialect);
  }

  /** The next integer that no snapshot has ever had. */
  #newSnapshotId(): number {
    while (this.#snapshots.some(({ identity }) => identity.id === this.#nextSnapshotId)) {
      this.#nextSnapshotId++;
    }
    return this.#nextSnapshotId++;
  }

  /** The next integer that no server has. */
  #newServerId(): number {
    while (this.#servers.some(({ identity }) => identity.id === this.#nextServerId)) {
      this.#nextServerId++;
    }
    return this.#nextServerId++;
  }
}

function routesOf(...routes: Route[]): Map<string, Route> {
  return new Map(routes.map((route) => [route.call.split(' ')[0] ?? '', route]));
}

function phaseOf(at: number, timeline: readonly StatusStep[]): Phase {
  return { at, shownFrom: at, timeline, isRestore: false };
}

function isTaken({ identity }: { identity: Identity }, { id, uuid }: Identity): boolean {
  return identity.id === id || identity.uuid.toLowerCase() === uuid.toLowerCase();
}
