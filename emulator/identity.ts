/** An id of a server or a snapshot: an integer, or a UUID as text. */
export type EmulatedId = number | string;

/** Both forms of an id. Every server and every snapshot has both, whichever of them the API shows. */
export interface Identity {
  readonly id: number;
  readonly uuid: string;
}

/** The forms of an id that a test cares about. A UUID given as `id` counts as `uuid`. */
export interface IdentitySeed {
  id?: EmulatedId;
  uuid?: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether the text is a UUID, in upper or lower case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The UUID of a server whose seed has only an integer. */
export function serverUuid(id: number): string {
  return `a11ce5e4-0000-4000-8000-${String(id).padStart(12, '0')}`;
}

/** The UUID of a snapshot whose seed has only an integer, or that was created through the API. */
export function snapshotUuid(id: number): string {
  return `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`;
}

/**
 * Completes a seed: `nextId` gives the integer that is missing, `uuidOf` the UUID. Throws if the seed's id is neither
 * an integer nor a UUID.
 */
export function completeIdentity(
  { id, uuid }: IdentitySeed,
  nextId: () => number,
  uuidOf: (id: number) => string,
): Identity {
  if (typeof id === 'string' && isUuid(id)) {
    return { id: nextId(), uuid: id };
  }
  const integer = id === undefined ? nextId() : Number(id);
  if (!Number.isSafeInteger(integer)) {
    throw new Error(`The id "${id}" is neither an integer nor a UUID.`);
  }
  return { id: integer, uuid: uuid ?? uuidOf(integer) };
}

/** Whether a test means this server or snapshot: by its integer, as a number or as text, or by its UUID. */
export function hasId({ id, uuid }: Identity, wanted: EmulatedId): boolean {
  if (typeof wanted === 'number') return id === wanted;
  return String(id) === wanted || uuid.toLowerCase() === wanted.toLowerCase();
}
