import * as v from 'valibot';
import type { ApiRequest, Parsed } from './http.ts';
import { type EmulatedId, isUuid } from './identity.ts';
import { readJsonBody } from './json-body.ts';

/** A valid request for a snapshot. `server_id` has the JSON type in which it was sent. */
export interface CreateRequest {
  server_id: EmulatedId;
  name: string;
  description?: string | undefined;
}

/** Rules beyond the documented ones. Absent: there is none. */
export interface CreateRules {
  /** Integers as text are ids, too. */
  takesIntegerText: boolean;
  /** Characters. */
  maxNameLength?: number | undefined;
  /** Characters. */
  maxDescriptionLength?: number | undefined;
}

const REQUIRED = 'This field is required.';
const NOT_AN_ID = 'An integer as a JSON number or a UUID as a string is required.';
const NOT_A_STRING = 'Not a valid string.';

/** Reads the body of `POST /snapshots/`, or gives the response that rejects it. */
export function readCreateBody(request: ApiRequest, rules: CreateRules): Parsed<CreateRequest> {
  const isTextId = (text: string): boolean => isUuid(text) || (rules.takesIntegerText && /^\d+$/.test(text));
  const schema = v.object(
    {
      server_id: v.union(
        [v.pipe(v.number(), v.integer(NOT_AN_ID)), v.pipe(v.string(), v.check(isTextId, NOT_AN_ID))],
        NOT_AN_ID,
      ),
      // The documented rule: letters, digits, hyphens, underscores.
      name: v.pipe(
        v.string(NOT_A_STRING),
        v.nonEmpty('This field may not be blank.'),
        v.regex(/^[A-Za-z0-9_-]+$/, 'Only letters, digits, hyphens and underscores are allowed.'),
        atMost(rules.maxNameLength),
      ),
      description: v.optional(v.pipe(v.string(NOT_A_STRING), atMost(rules.maxDescriptionLength))),
    },
    // The message of the object also serves for a missing key.
    REQUIRED,
  );
  return readJsonBody(request, schema);
}

/** Reads the optional body of `POST /servers/{uuid}/snapshot/`: a label, undefined if there is none. */
export function readLabelBody(request: ApiRequest): Parsed<string | undefined> {
  if (request.body === '') {
    return { value: undefined };
  }
  const read = readJsonBody(request, v.object({ label: v.optional(v.string(NOT_A_STRING)) }));
  return read.rejected === undefined ? { value: read.value.label } : read;
}

function atMost(length = Number.POSITIVE_INFINITY) {
  return v.maxLength<string, number, string>(length, `Ensure this field has no more than ${length} characters.`);
}
