import * as v from 'valibot';

const INTEGER = /^[1-9]\d*$/u;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** The words for what an id may be, for error texts. */
export const ID_FORMS = 'a positive integer or a UUID';

/**
 * The id of a server or a snapshot, compared as text. The API's pages show positive integers, the provider's own tools
 * UUIDs (vps-api.md, Not documented). An integer past 2^53 is refused: JSON could not carry it exactly.
 */
export const IdText = v.pipe(
  v.string(),
  v.check((text) => UUID.test(text) || (INTEGER.test(text) && Number.isSafeInteger(Number(text))), ID_FORMS),
  // RFC 9562, section 4: written in lower case, read in either.
  v.toLowerCase(),
  v.brand('Id'),
);
export type Id = v.InferOutput<typeof IdText>;

/** An id as the API sends it: a number or text. */
export const IdFromApi = v.pipe(
  v.union([v.number(), v.string()]),
  v.transform((id) => String(id)),
  IdText,
);

/** An id as the API takes it: an integer as a JSON number, a UUID as text (vps-api.md, Not documented). */
export function idForApi(id: Id): number | string {
  return INTEGER.test(id) ? Number(id) : id;
}
