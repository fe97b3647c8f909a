import * as v from 'valibot';
import { truncate } from '../text.ts';
import { type Id, type Identity, IdFromApi, toIdentity } from './id.ts';

/** A server as other responses name it. */
export interface ServerRef extends Identity {
  /** Empty if it is unknown. */
  readonly name: string;
}

/** A server as the API shows it; of its fields only what the action needs, because it can contain a password. */
export interface Server extends ServerRef {
  /** In lower case; `unknown` if the API shows none. */
  readonly status: string;
}

/** A snapshot as the API shows it (docs/api.md, Snapshots). */
export interface Snapshot extends Identity {
  readonly server: ServerRef;
  readonly name: string;
  /** In lower case; `unknown` if the API shows none. */
  readonly status: string;
  readonly sizeMb: number | null;
  /** Milliseconds since the epoch; `undefined` if the API shows no readable time. */
  readonly createdAtMs: number | undefined;
  readonly description: string;
}

/** What could be read of a list. */
export interface List<Item> {
  readonly items: readonly Item[];
  /** Items that cannot be read: they are skipped. */
  readonly unreadable: number;
}

/** Text from outside is bounded here, once. */
function bounded(length: number) {
  return v.pipe(
    v.fallback(v.nullish(v.string(), ''), ''),
    v.transform((text) => truncate(text, length)),
  );
}

const Name = bounded(255);
const Description = bounded(2000);
const Status = v.pipe(
  bounded(64),
  v.transform((status) => status.trim().toLowerCase() || 'unknown'),
);
const OptionalId = v.fallback(v.optional(IdFromApi), undefined);

const DECIMAL = /^\d{1,12}(?:\.\d{1,9})?$/u;
/** A number, or the text of one. */
const Decimal = v.union([
  v.pipe(v.number(), v.finite()),
  v.pipe(v.string(), v.trim(), v.regex(DECIMAL), v.transform(Number)),
]);
const Size = v.fallback(v.nullable(Decimal), null);

const ISO_TIME =
  /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?<zone>\s?(?:Z|[+-]\d{2}(?::?\d{2})?))?$/iu;
/** From here on a number counts milliseconds, not seconds. */
const MIN_MS = 1e11;

function parseTime(time: string | number): number | undefined {
  const number = Number(time);
  if (typeof time === 'number' || DECIMAL.test(time)) return number >= MIN_MS ? number : number * 1000;
  const groups = ISO_TIME.exec(time)?.groups;
  if (!groups) return undefined;
  // Without a zone it is UTC (docs/api.md, Unknown).
  const ms = Date.parse(groups.zone === undefined ? `${time.replace(' ', 'T')}Z` : time.replace(' ', 'T'));
  return Number.isNaN(ms) ? undefined : ms;
}

const Time = v.fallback(
  v.optional(
    v.pipe(
      v.union([v.pipe(v.number(), v.finite()), v.pipe(v.string(), v.trim(), v.maxLength(40))]),
      v.transform(parseTime),
    ),
  ),
  undefined,
);

const ServerObject = v.object({ id: OptionalId, uuid: OptionalId, name: Name, hostname: Name });

function toServerRef({ id, uuid, name, hostname }: v.InferOutput<typeof ServerObject>): ServerRef | undefined {
  const identity = toIdentity(id, uuid);
  return identity && { ...identity, name: name || hostname };
}

/** The five forms in which a response names its server (docs/api.md, Identity). */
const WithServer = v.object({
  server: v.fallback(
    v.optional(v.union([v.pipe(ServerObject, v.transform(toServerRef)), v.pipe(IdFromApi, v.transform(toBareRef))])),
    undefined,
  ),
  server_id: OptionalId,
  server_uuid: OptionalId,
});

function toBareRef(key: Id): ServerRef {
  return { key, name: '' };
}

function serverOf({ server, server_id, server_uuid }: v.InferOutput<typeof WithServer>): ServerRef | undefined {
  if (server) return server;
  const identity = toIdentity(server_id, server_uuid);
  return identity && { ...identity, name: '' };
}

/** What names the server of a response; `undefined` if nothing does. */
export const ServerOfResponse = v.pipe(WithServer, v.transform(serverOf));

/** The status of a server in the response to a restore; empty if it shows none. */
export const ServerStatusOfResponse = v.pipe(
  v.object({ server: v.fallback(v.object({ status: bounded(64) }), { status: '' }) }),
  v.transform(({ server }) => server.status.trim().toLowerCase()),
);

/** A snapshot whose server may be missing. */
export interface SnapshotWithoutServer extends Omit<Snapshot, 'server'> {
  readonly server: ServerRef | undefined;
}

export const SnapshotOfResponse = v.pipe(
  v.object({
    ...WithServer.entries,
    id: OptionalId,
    uuid: OptionalId,
    name: Name,
    status: Status,
    size_mb: Size,
    created_at: Time,
    description: Description,
  }),
  v.rawTransform(({ dataset, addIssue, NEVER }): SnapshotWithoutServer => {
    const { id, uuid, name, status, size_mb, created_at, description, ...rest } = dataset.value;
    const identity = toIdentity(id, uuid);
    if (identity) {
      return {
        ...identity,
        server: serverOf(rest),
        name,
        status,
        sizeMb: size_mb,
        createdAtMs: created_at,
        description,
      };
    }
    addIssue({ message: 'expected id or uuid' });
    return NEVER;
  }),
);

/** A snapshot of a list: one whose server cannot be told is not readable. */
export const ListedSnapshot = v.pipe(
  SnapshotOfResponse,
  v.rawTransform(({ dataset, addIssue, NEVER }): Snapshot => {
    const { server } = dataset.value;
    if (server) return { ...dataset.value, server };
    addIssue({ message: 'expected a server' });
    return NEVER;
  }),
);

export const ListedServer = v.pipe(
  v.object({ ...ServerObject.entries, status: Status }),
  v.rawTransform(({ dataset, addIssue, NEVER }): Server => {
    const ref = toServerRef(dataset.value);
    if (ref) return { ...ref, status: dataset.value.status };
    addIssue({ message: 'expected id or uuid' });
    return NEVER;
  }),
);

/** Of the account only the permissions of the token; `undefined` if they are not shown (docs/api.md, Account and token). */
export const Account = v.pipe(
  v.object({
    token: v.fallback(
      v.object({ permissions: v.fallback(v.optional(v.array(v.pipe(v.string(), v.maxLength(100)))), undefined) }),
      { permissions: undefined },
    ),
  }),
  v.transform(({ token }) => token.permissions),
);
