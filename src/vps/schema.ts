import * as v from 'valibot';
import { truncate } from '../text.ts';
import { type Id, type Identity, IdFromApi, isSameId, toIdentity, toJsonId } from './id.ts';
import { UNKNOWN } from './status.ts';
import { parseTime } from './time.ts';

/** A server as other responses name it. */
export interface ServerRef extends Identity {
  /** Empty if it is unknown. */
  readonly name: string;
}

/** A server as the API shows it; reduced to the fields that the action needs, because it can contain a password. */
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
  /** Those of them whose own id can be read; the others may be anything. */
  readonly identified?: readonly Identity[];
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
  v.transform((status) => status.trim().toLowerCase() || UNKNOWN),
);
const OptionalId = v.fallback(v.optional(IdFromApi), undefined);

const DECIMAL = /^\d{1,12}(?:\.\d{1,9})?$/u;
/** A number, or the text of one. */
const Decimal = v.union([
  v.pipe(v.number(), v.finite()),
  v.pipe(v.string(), v.trim(), v.regex(DECIMAL), v.transform(Number)),
]);
const Size = v.fallback(v.nullable(Decimal), null);

/** An unreadable or missing time is unknown. */
const Time = v.fallback(
  v.nullish(v.pipe(v.union([v.pipe(v.number(), v.finite()), v.string()]), v.transform(parseTime))),
  null,
);

const ServerObject = v.object({ id: OptionalId, uuid: OptionalId, name: Name, hostname: Name });

/** A bare id in place of the object. */
const BareServer = v.pipe(
  IdFromApi,
  v.transform((id) => ({ id, uuid: undefined, name: '', hostname: '' })),
);

/** The five forms in which a response names its server (docs/api.md, Identity). */
const WithServer = v.object({
  server: v.fallback(v.optional(v.union([ServerObject, BareServer])), undefined),
  server_id: OptionalId,
  server_uuid: OptionalId,
});

/** Which server a response names. */
export interface NamedServer {
  /** All ids that it names, whatever their field. */
  readonly ids: readonly Id[];
  /** `undefined` if there are none, or if they contradict each other. */
  readonly server: ServerRef | undefined;
}

function toNamedServer({ server, server_id, server_uuid }: v.InferOutput<typeof WithServer>): NamedServer {
  const ids = [server?.id, server_id, server?.uuid, server_uuid].filter((id) => id !== undefined);
  const isInteger = (id: Id) => typeof toJsonId(id) === 'number';
  const [integer, ...otherIntegers] = ids.filter(isInteger);
  const [uuid, ...otherUuids] = ids.filter((id) => !isInteger(id));
  const isClear = otherIntegers.every((id) => id === integer) && otherUuids.every((id) => uuid && isSameId(id, uuid));
  const identity = isClear ? toIdentity(integer, uuid) : undefined;
  return { ids, server: identity && { ...identity, name: server?.name || server?.hostname || '' } };
}

/** What the response to a restore says. */
export interface RestoreOfResponse {
  readonly named: NamedServer;
  /** The snapshot that it names. */
  readonly snapshot: Identity | undefined;
  /** Of the request, not of the server; empty if it shows none. */
  readonly status: string;
  /** Empty if it shows none. */
  readonly serverStatus: string;
}

const LowerCase = v.pipe(
  bounded(64),
  v.transform((status) => status.trim().toLowerCase()),
);
const ServerWithStatus = v.union([
  v.object({ ...ServerObject.entries, status: LowerCase }),
  v.pipe(
    BareServer,
    v.transform((server) => ({ ...server, status: '' })),
  ),
]);

/** The response to a restore: any JSON, even if it names nothing. */
export const RestoreOfResponse = v.union([
  v.pipe(
    v.object({
      ...WithServer.entries,
      server: v.fallback(v.optional(ServerWithStatus), undefined),
      status: LowerCase,
      snapshot: v.fallback(v.object({ id: OptionalId, uuid: OptionalId }), { id: undefined, uuid: undefined }),
      snapshot_id: OptionalId,
    }),
    v.transform(
      (body): RestoreOfResponse => ({
        named: toNamedServer(body),
        snapshot: toIdentity(body.snapshot.id ?? body.snapshot_id, body.snapshot.uuid),
        status: body.status,
        serverStatus: body.server?.status ?? '',
      }),
    ),
  ),
  v.pipe(
    v.unknown(),
    v.transform((): RestoreOfResponse => EMPTY_RESTORE),
  ),
]);

/** What a response to a restore without any content says. */
export const EMPTY_RESTORE: RestoreOfResponse = {
  named: { ids: [], server: undefined },
  snapshot: undefined,
  status: '',
  serverStatus: '',
};

/** A snapshot whose server is not always clear. */
export interface SnapshotOfResponse extends Omit<Snapshot, 'server'> {
  readonly named: NamedServer;
}

/** A snapshot in the response to a create. */
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
  v.rawTransform(({ dataset: { value }, addIssue, NEVER }): SnapshotOfResponse => {
    const { name, status, size_mb: sizeMb, created_at, description } = value;
    const identity = toIdentity(value.id, value.uuid);
    if (identity) {
      const named = toNamedServer(value);
      return { ...identity, named, name, status, sizeMb, createdAtMs: created_at ?? undefined, description };
    }
    addIssue({ message: 'no id', expected: 'id or uuid' });
    return NEVER;
  }),
);

/** A snapshot of a list: one whose server cannot be determined is not readable. */
export const ListedSnapshot = v.pipe(
  SnapshotOfResponse,
  v.rawTransform(({ dataset: { value }, addIssue, NEVER }): Snapshot => {
    const { named, ...snapshot } = value;
    if (named.server) return { ...snapshot, server: named.server };
    addIssue({ message: 'no server', expected: 'one server' });
    return NEVER;
  }),
);

/** The id of an item in a list, whatever else of the item cannot be read. */
export const ListedIdentity = v.pipe(
  v.object({ id: OptionalId, uuid: OptionalId }),
  v.transform(({ id, uuid }) => toIdentity(id, uuid)),
);

/** A server in a list. */
export const ListedServer = v.pipe(
  v.object({ ...ServerObject.entries, status: Status }),
  v.rawTransform(({ dataset: { value }, addIssue, NEVER }): Server => {
    const identity = toIdentity(value.id, value.uuid);
    if (identity) return { ...identity, name: value.name || value.hostname, status: value.status };
    addIssue({ message: 'no id', expected: 'id or uuid' });
    return NEVER;
  }),
);

/** A server by itself; `undefined` for JSON of another shape, which some other API may answer with. */
export const ServerDetail = v.union([
  ListedServer,
  v.pipe(
    v.unknown(),
    v.transform(() => undefined),
  ),
]);

/** Text from outside that people read: bounded like the rest. */
const Permission = v.pipe(
  v.string(),
  v.transform((text) => truncate(text, 64)),
);
const MAX_PERMISSIONS = 50;

/**
 * The permissions of the token, which are all that is read from the account; `undefined` if they are not shown
 * (docs/api.md, Account and token).
 */
export const Account = v.pipe(
  v.object({
    token: v.fallback(v.object({ permissions: v.fallback(v.nullish(v.array(Permission)), null) }), {
      permissions: null,
    }),
  }),
  v.transform(({ token }) => token.permissions?.slice(0, MAX_PERMISSIONS)),
);
