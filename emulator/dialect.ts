import { type EmulatedId, type Identity, isUuid } from './identity.ts';

/**
 * Which of the two descriptions of the API the emulator follows. `docs`: the public documentation, with an integer `id`
 * and a `name`. `clients`: what VPS.org's own Python clients read, a `uuid` and a `hostname`. `both`: the fields of
 * both.
 */
export type Dialect = 'docs' | 'clients' | 'both';

/** How a snapshot names its server: in `server` as an object or a bare value, in a field of its own, or not at all. */
export type ServerForm =
  | 'object-id'
  | 'object-uuid'
  | 'object-both'
  | 'bare-id'
  | 'bare-uuid'
  | 'server_id'
  | 'server_uuid'
  | 'none';

/** How a time is written. `offset` is +02:00, `unreadable` is not a time. */
export type TimeForm = 'utc' | 'microseconds' | 'without-zone' | 'offset' | 'epoch-seconds' | 'null' | 'unreadable';

/** How the values of servers and snapshots are written. */
export interface FieldOptions {
  /** Absent: an object with the fields of the dialect. */
  serverForm?: ServerForm;
  /** Integer ids as JSON numbers, the default, or as text. */
  idForm?: 'number' | 'text';
  /** `lower` by default. */
  statusForm?: 'lower' | 'upper' | 'null';
  /** `number` by default. */
  sizeForm?: 'number' | 'text';
  /** `utc` by default, without fractions of a second. */
  timeForm?: TimeForm;
}

/** What decides how a server or a snapshot is shown and named. */
export interface DialectOptions {
  dialect: Dialect;
  /** Form of the field `id`: with `uuid` it has the UUID as text. */
  ids: 'integer' | 'uuid';
  /** UUIDs are compared as text. */
  caseSensitiveUuids: boolean;
  fields: FieldOptions;
}

/** A server as it is shown. Times are ms epoch of API time. */
export interface ShownServer {
  identity: Identity;
  name: string;
  hostname: string;
  status: string;
  /** Place among the servers, from 0; it chooses the address. */
  position: number;
  createdAt: number;
  changedAt: number;
  /** Shown in the detail only. */
  password: string;
  overrides: Record<string, unknown>;
}

/** A snapshot as it is shown. `createdAt` is ms epoch of API time, `sizeMb` is null while it is unknown. */
export interface ShownSnapshot {
  identity: Identity;
  server: ServerName;
  name: string;
  status: string;
  sizeMb: number | null;
  createdAt: number;
  description: string;
  overrides: Record<string, unknown>;
}

/** The fields by which a snapshot or a restore names its server. */
export type ServerName = Pick<ShownServer, 'identity' | 'name' | 'hostname'>;

/**
 * What the detail of a server shows as its `password`, unless its seed says otherwise. It must not appear in any log.
 */
export const DEFAULT_PASSWORD = 'root-password-of-the-emulated-server';

/** The primary id of a server or a snapshot in the API: its `id`, or in `clients` its `uuid`. */
export function shownId({ id, uuid }: Identity, { dialect, ids }: Pick<DialectOptions, 'dialect' | 'ids'>): EmulatedId {
  return dialect === 'clients' || ids === 'uuid' ? uuid : id;
}

/** Whether a value in a path or a query is a form of this identity that the API shows. */
export function isNamedInPath(identity: Identity, text: string, options: DialectOptions): boolean {
  if (isUuid(text)) {
    return showsUuid(options) && isSameUuid(identity.uuid, text, options);
  }
  return showsInteger(options) && String(identity.id) === text;
}

/** The JSON types in which the API takes an id, in a form that it shows. */
export function acceptedTypes(options: DialectOptions): ('number' | 'string')[] {
  const types: ('number' | 'string')[] = showsInteger(options) ? ['number'] : [];
  return showsUuid(options) || options.fields.idForm === 'text' ? [...types, 'string'] : types;
}

/** A server in the list. */
export function renderServer(server: ShownServer, options: DialectOptions): Record<string, unknown> {
  const { dialect } = options;
  return {
    ...(dialect !== 'clients' && documentedServer(server, options)),
    ...(dialect !== 'docs' && { ...clientServer(server, options), ...NAMES_IN_LIST }),
    ...server.overrides,
  };
}

/** A server in the detail, with its password. */
export function renderServerDetail(server: ShownServer, options: DialectOptions): Record<string, unknown> {
  const { dialect } = options;
  return {
    ...(dialect !== 'clients' && documentedServer(server, options)),
    ...(dialect !== 'docs' && { ...clientServer(server, options), ...OBJECTS_IN_DETAIL }),
    password: server.password,
    ...server.overrides,
  };
}

/** A snapshot in the list or in the response to its creation. */
export function renderSnapshot(snapshot: ShownSnapshot, options: DialectOptions): Record<string, unknown> {
  return {
    ...identityFields(snapshot.identity, options),
    ...nameServer(snapshot.server, options.fields.serverForm, options),
    name: snapshot.name,
    status: writeStatus(snapshot.status, options),
    size_mb: snapshot.sizeMb !== null && options.fields.sizeForm === 'text' ? String(snapshot.sizeMb) : snapshot.sizeMb,
    created_at: writeTime(snapshot.createdAt, options.fields.timeForm),
    description: snapshot.description,
    ...snapshot.overrides,
  };
}

/** The fields by which an object is named: `id`, `uuid` or both. */
export function identityFields({ id, uuid }: Identity, options: DialectOptions): Record<string, unknown> {
  const { dialect, ids, fields } = options;
  const integer = fields.idForm === 'text' ? String(id) : id;
  return {
    ...(dialect !== 'clients' && { id: ids === 'uuid' ? uuid : integer }),
    ...(dialect !== 'docs' && { uuid }),
  };
}

/**
 * The fields that name a server, in an object or as the form says. `status`, if given, is written into the object.
 */
export function nameServer(
  server: ServerName,
  form: ServerForm | undefined,
  options: DialectOptions,
  status?: string,
): Record<string, unknown> {
  const { identity, name, hostname } = server;
  const { id } = identityFields(identity, { ...options, dialect: 'docs' });
  const { uuid } = identity;
  const state = status === undefined ? {} : { status: writeStatus(status, options) };
  switch (form ?? OBJECT_OF_DIALECT[options.dialect]) {
    case 'object-id':
      return { server: { id, name, ...state } };
    case 'object-uuid':
      return { server: { uuid, hostname, ...state } };
    case 'object-both':
      return { server: { id, uuid, name, hostname, ...state } };
    case 'bare-id':
      return { server: id };
    case 'bare-uuid':
      return { server: uuid };
    case 'server_id':
      return { server_id: id };
    case 'server_uuid':
      return { server_uuid: uuid };
    case 'none':
      return {};
  }
}

/** A status as the API writes it. */
export function writeStatus(status: string, { fields }: DialectOptions): string | null {
  if (fields.statusForm === 'null') {
    return null;
  }
  return fields.statusForm === 'upper' ? status.toUpperCase() : status;
}

/** A time, ms epoch, as the API writes it. */
export function writeTime(atMs: number, form: TimeForm = 'utc'): string | number | null {
  const iso = new Date(atMs).toISOString();
  switch (form) {
    case 'utc':
      return `${iso.slice(0, 19)}Z`;
    case 'microseconds':
      return iso.replace('Z', '000Z');
    case 'without-zone':
      return iso.slice(0, 19);
    case 'offset':
      return `${new Date(atMs + 2 * 3_600_000).toISOString().slice(0, 19)}+02:00`;
    case 'epoch-seconds':
      return Math.floor(atMs / 1000);
    case 'null':
      return null;
    case 'unreadable':
      return 'some time ago';
  }
}

const OBJECT_OF_DIALECT = { docs: 'object-id', clients: 'object-uuid', both: 'object-both' } as const;

const NAMES_IN_LIST = { location_name: 'us-west', plan_name: 'Standard VPS', os_name: 'Ubuntu 22.04' };

const OBJECTS_IN_DETAIL = {
  location: { id: 1, name: 'us-west', country_code: 'US' },
  plan: { uuid: 'b0a7c0de-0000-4000-8000-000000000001', ram: 4, ram_unit: 'GB', cpu: 2, disk_space: 80 },
  operating_system_version: { uuid: 'b0a7c0de-0000-4000-8000-000000000005', name: 'Ubuntu 22.04' },
};

function showsInteger({ dialect, ids }: DialectOptions): boolean {
  return dialect !== 'clients' && ids === 'integer';
}

function showsUuid({ dialect, ids }: DialectOptions): boolean {
  return dialect !== 'docs' || ids === 'uuid';
}

function isSameUuid(one: string, other: string, { caseSensitiveUuids }: DialectOptions): boolean {
  return caseSensitiveUuids ? one === other : one.toLowerCase() === other.toLowerCase();
}

/** The fields of the documentation. */
function documentedServer(server: ShownServer, options: DialectOptions): Record<string, unknown> {
  return {
    ...identityFields(server.identity, options),
    name: server.name,
    hostname: server.hostname,
    status: writeStatus(server.status, options),
    ip_address: addressOf(server),
    location: 'us-west',
    plan: { id: 1, name: 'Standard VPS', vcpus: 2, memory: 4096, storage: 80 },
    os: { id: 5, name: 'Ubuntu 22.04 LTS' },
    created_at: writeTime(server.createdAt, options.fields.timeForm),
    updated_at: writeTime(server.changedAt, options.fields.timeForm),
  };
}

/** The fields that VPS.org's own clients read in the list and in the detail. */
function clientServer(server: ShownServer, options: DialectOptions): Record<string, unknown> {
  return {
    ...identityFields(server.identity, options),
    hostname: server.hostname,
    status: writeStatus(server.status, options),
    ipv4_addresses: [addressOf(server)],
    ipv6_addresses: [],
    deployed: true,
    created_at: writeTime(server.createdAt, options.fields.timeForm),
  };
}

/** An address from the range reserved for documentation (RFC 5737). */
function addressOf({ position }: ShownServer): string {
  return `203.0.113.${10 + (position % 240)}`;
}
