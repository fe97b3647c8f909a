import type { Dialect, FieldOptions } from './dialect.ts';
import type { RestorePlan, SnapshotPlan } from './durations.ts';
import type { EmulatedId, IdentitySeed } from './identity.ts';
import type { ListOptions } from './pagination.ts';
import type { PowerAction, PowerOptions } from './power.ts';

/** A call of the API, by its method and its path. */
export type ApiCall =
  | 'GET /snapshots/'
  | 'POST /snapshots/'
  | 'DELETE /snapshots/{id}/'
  | 'POST /snapshots/{id}/restore/'
  | 'GET /servers/'
  | 'GET /servers/{id}/'
  | 'POST /servers/{id}/power/'
  | 'POST /servers/{id}/snapshot/'
  | 'GET /account/me/';

/** How a call is rejected: as forbidden, as a page that does not exist, or as a method that is not allowed. */
export type CallRejection = 403 | 404 | 405;

/**
 * What the API does to a description: `dropped` keeps nothing of it, `joined` replaces all whitespace between words
 * with single spaces, `cutAt` keeps that many characters, `refuseAbove` refuses a longer one with 400.
 */
export type DescriptionRule = 'kept' | 'dropped' | 'joined' | { cutAt: number } | { refuseAbove: number };

/** Options of a model. */
export interface VpsModelOptions {
  /** The one token that is accepted. */
  token: string;
  /** API time, ms epoch. */
  now: () => number;
  /** Base URL of the API without a trailing slash, for `next` and `Location`. */
  baseUrl: () => string;
  /** `both` when absent. */
  dialect?: Dialect;
  /** Form of the field `id`; `integer` when absent. New snapshots count from 801 on in either form. */
  ids?: 'integer' | 'uuid';
  /** UUIDs in paths, queries and bodies are compared as text; `false` when absent. */
  caseSensitiveUuids?: boolean;
  /** Maximum number of snapshots of one server; 5 when absent, as documented. */
  snapshotLimit?: number;
  /** Failed snapshots count towards the limit; `false` when absent. */
  limitCountsFailed?: boolean;
  /** A snapshot that is deleted counts towards the limit for this long, ms of API time; 0 when absent. */
  quotaLagMs?: number;
  /** A name that another snapshot of the server or of the account already has is refused with 400. */
  uniqueNames?: 'per-server' | 'per-account';
  /** Characters; a longer name is refused with 400. Absent: no limit. */
  maxNameLength?: number;
  /** `kept` when absent. */
  description?: DescriptionRule;
  /**
   * Maximum number of items on one page. Absent: 20, or up to 100 if asked for, and in the dialect `docs` no pages at
   * all.
   */
  pageSize?: number;
  /** `false`: reading servers returns 403. */
  mayReadServers?: boolean;
  /** Whether `GET /servers/{id}/` exists; `true` when absent, `false` in the dialect `docs`. */
  hasServerDetail?: boolean;
  /** Whether `POST /servers/{id}/power/` exists; `true` when absent, `false` in the dialect `docs`. */
  hasPower?: boolean;
  /** A restore of a server that is not `stopped` is refused with 400; `false` when absent. */
  restoreRequiresStopped?: boolean;
  /** Calls that are rejected from the start. */
  rejectedCalls?: Partial<Record<ApiCall, CallRejection>>;
  /** Absent fields: `owner@example.com`, `emulator` and `['servers:*']`. `permissions` may be of any shape. */
  account?: { email?: string; tokenName?: string; permissions?: unknown };
  /**
   * Reads of servers and of snapshots are served by the replicas in turn. Each one shows the state of this many ms of
   * API time ago. Absent: one without a lag.
   */
  replicaLagsMs?: readonly number[];
  /** How values are written. */
  fields?: FieldOptions;
  /** How lists are written. */
  lists?: ListOptions;
  /** How power calls behave. */
  power?: PowerOptions;
}

/** A server that exists from the start. If only one form of its id is given, the other is derived. */
export interface ServerSeed extends IdentitySeed {
  /** `server-ID` when absent. */
  name?: string;
  /** `NAME.example.com` when absent. */
  hostname?: string;
  /** `active` when absent. */
  status?: string;
  /** Applies to each snapshot of this server. */
  snapshotPlan?: Partial<SnapshotPlan>;
  /** Applies to each restore of this server. */
  restorePlan?: Partial<RestorePlan>;
  /** What is on its disk, as a word; empty when absent. */
  disk?: string;
  /** What its detail shows as `password`; `DEFAULT_PASSWORD` when absent. */
  password?: string;
  /** Fields shown instead of the usual ones; an `undefined` one is left out. */
  overrides?: Record<string, unknown>;
}

/** A snapshot that exists from the start and keeps its status. */
export interface SnapshotSeed extends IdentitySeed {
  serverId: EmulatedId;
  name: string;
  /** `completed` when absent. */
  status?: string;
  description?: string;
  /** MB; when absent 5120 for a completed snapshot, else null. */
  sizeMb?: number | null;
  /** ms epoch of API time; now when absent. */
  createdAt?: number;
  /** Fields shown instead of the usual ones; an `undefined` one is left out. */
  overrides?: Record<string, unknown>;
}

/** A snapshot as it is, whether the lists show it or not. */
export interface SnapshotTruth {
  /** The primary id in the API: `id`, or `uuid` in the dialect `clients`. */
  id: EmulatedId;
  uuid: string;
  serverId: EmulatedId;
  serverUuid: string;
  name: string;
  /** The status at this moment. */
  status: string;
  description: string;
  /** ms epoch of API time. */
  createdAt: number;
  /** MB, null until it is completed. */
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

/** A power action that was accepted, `at` in ms epoch of API time. */
export interface PowerTruth {
  serverId: EmulatedId;
  action: PowerAction;
  at: number;
}

/** How restores of a server are refused for a while. */
export interface RestoreRefusal {
  status: 400 | 409 | 423;
  /** ms of API time since the first restore request; `Infinity`: always. */
  forMs: number;
}
