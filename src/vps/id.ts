import * as v from 'valibot';

const INTEGER = /^[1-9]\d{0,15}$/u;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** The forms of an id, for error messages. */
export const ID_FORMS = 'a positive integer or a UUID';

function isId(text: string): boolean {
  return UUID.test(text) || (INTEGER.test(text) && Number.isSafeInteger(Number(text)));
}

/**
 * One id of a server or a snapshot: a positive integer or a UUID (docs/api.md, Identity). It keeps the spelling that the
 * API showed, because an API may compare UUIDs as text; here they are compared by `isSameId`. An integer past 2^53 is
 * refused: JSON could not carry it exactly.
 */
export const Id = v.pipe(v.string(), v.check(isId, ID_FORMS), v.brand('Id'));
export type Id = v.InferOutput<typeof Id>;

/** An id as the API sends it: a number or text. */
export const IdFromApi = v.pipe(
  v.union([v.number(), v.string()]),
  v.transform((id) => String(id).trim()),
  Id,
);

/** An id as the API takes it: an integer as a JSON number, a UUID as a string (docs/api.md, Identity). */
export function toJsonId(id: Id): number | string {
  return INTEGER.test(id) ? Number(id) : id;
}

/** Compares two ids; UUIDs are the same in either case (RFC 9562, section 4). */
export function isSameId(a: Id, b: Id): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/**
 * The ids of a server or a snapshot. The API shows an integer `id`, a `uuid`, or both (docs/api.md, Two dialects).
 */
export interface Identity {
  /** `id` if the API showed one, else `uuid`: the form for paths, bodies, outputs and messages. */
  readonly key: Id;
  /** Absent if the API showed none. */
  readonly uuid?: Id;
}

/** @returns `undefined` if neither form is known */
export function toIdentity(id: Id | undefined, uuid: Id | undefined): Identity | undefined {
  const key = id ?? uuid;
  if (key === undefined) return undefined;
  return uuid === undefined ? { key } : { key, uuid };
}

/** True if the id is one of the forms of this identity. */
export function isNamedBy({ key, uuid }: Identity, id: Id): boolean {
  return isSameId(key, id) || (uuid !== undefined && isSameId(uuid, id));
}

/** True if both name the same thing: one form in common is enough. */
export function isSame(a: Identity, b: Identity): boolean {
  return isNamedBy(a, b.key) || (b.uuid !== undefined && isNamedBy(a, b.uuid));
}

/** True if the two certainly name different things: they share a form, an integer or a UUID, and differ in it. */
export function isOther(a: Identity, b: Identity): boolean {
  return !isSame(a, b) && formsOf(a).some((form) => formsOf(b).includes(form));
}

/**
 * True if it cannot be determined whether the two name the same thing: one shows only an integer, the other only a
 * UUID.
 */
export function isIncomparable(a: Identity, b: Identity): boolean {
  return !isSame(a, b) && !isOther(a, b);
}

function formsOf({ key, uuid }: Identity): ('integer' | 'uuid')[] {
  const keyForm = INTEGER.test(key) ? 'integer' : 'uuid';
  return uuid === undefined ? [keyForm] : [keyForm, 'uuid'];
}
