import * as v from 'valibot';
import { IdFromApi } from './id.ts';

/** A server as other answers name it: an object, or the bare id (vps-api.md, Not documented). */
const ServerReference = v.union([
  v.object({ id: IdFromApi, name: v.nullish(v.string(), '') }),
  v.pipe(
    IdFromApi,
    v.transform((id) => ({ id, name: '' })),
  ),
]);

/** `created_at`, or empty text where the API gives no readable time. */
const Time = v.fallback(v.pipe(v.string(), v.isoTimestamp()), '');

const SnapshotAnswer = v.object({
  id: IdFromApi,
  server: ServerReference,
  name: v.nullish(v.string(), ''),
  status: v.string(),
  size_mb: v.nullish(v.number(), null),
  created_at: Time,
  description: v.nullish(v.string(), ''),
});

/** A snapshot as the API shows it (vps-api.md, Snapshots). */
export const Snapshot = v.pipe(
  SnapshotAnswer,
  v.transform(({ size_mb, created_at, ...rest }) => ({ ...rest, sizeMb: size_mb, createdAt: created_at })),
);
export type Snapshot = v.InferOutput<typeof Snapshot>;

/** A snapshot in a list; `undefined` for one that is of no server any more, which is nobody's way back. */
export const ListedSnapshot = v.union([
  Snapshot,
  v.pipe(
    v.object({ server: v.null() }),
    v.transform(() => undefined),
  ),
]);

/** A server as the API shows it; of its state only what a restore needs (vps-api.md, Servers). */
export const Server = v.object({ id: IdFromApi, name: v.nullish(v.string(), ''), status: v.string() });
export type Server = v.InferOutput<typeof Server>;

/** State of a server that is being put back (vps-api.md, Restore). */
export const RESTORING = 'restoring';

/** The answer to a restore, as far as it proves that the restore has begun: it names the server and its state. */
export const RestoreAnswer = v.object({ server: v.object({ id: IdFromApi, status: v.string() }) });

/** One page of a list, with the address of the next one where there is one. */
export function pageOf<Item extends v.GenericSchema>(item: Item) {
  return v.object({ results: v.array(item), next: v.nullish(v.string(), null) });
}
