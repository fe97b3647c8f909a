import * as v from 'valibot';
import { type ApiRequest, type ApiResponse, detailAnswer, type EmulatedId, jsonAnswer } from './wire.ts';

const REQUIRED = 'This field is required.';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NOT_AN_ID = 'An integer as a JSON number or a UUID as a string is required.';

// The message of the object is that of a missing key, too.
const CreateBody = v.object(
  {
    server_id: v.union(
      [v.pipe(v.number(), v.integer(NOT_AN_ID)), v.pipe(v.string(), v.regex(UUID, NOT_AN_ID))],
      NOT_AN_ID,
    ),
    // The documented rule: letters, digits, hyphens, underscores.
    name: v.pipe(
      v.string('Not a valid string.'),
      v.nonEmpty('This field may not be blank.'),
      v.regex(/^[A-Za-z0-9_-]+$/, 'Only letters, digits, hyphens and underscores are allowed.'),
    ),
    description: v.optional(v.string('Not a valid string.')),
  },
  REQUIRED,
);

/** What a valid create asks for. `server_id` is of the JSON type it was sent in. */
export interface CreateRequest {
  server_id: EmulatedId;
  name: string;
  description?: string | undefined;
}

/** The answer to a field that breaks a rule, `{"field": ["…"]}` with 400. */
export function fieldError(field: string, message: string): ApiResponse {
  return jsonAnswer(400, { [field]: [message] });
}

/**
 * Reads the body of `POST /snapshots/`. Gives what is asked for, or the answer that refuses it: 415 for another
 * type than JSON and 400 for what breaks the documented rules, with all fields at once as Django REST framework does.
 */
export function readCreateBody(
  request: ApiRequest,
): { asked: CreateRequest; refused?: never } | { asked?: never; refused: ApiResponse } {
  const type = request.headers['content-type'] ?? '';
  if (type.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    return { refused: detailAnswer(415, `Unsupported media type "${type}" in request.`) };
  }
  let value: unknown;
  try {
    value = JSON.parse(request.body);
  } catch (error) {
    return {
      refused: detailAnswer(400, `JSON parse error - ${error instanceof Error ? error.message : ''}`),
    };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { refused: fieldError('non_field_errors', 'Invalid data. Expected a dictionary.') };
  }
  const parsed = v.safeParse(CreateBody, value, { abortPipeEarly: true });
  return parsed.success
    ? { asked: parsed.output }
    : { refused: jsonAnswer(400, v.flatten<typeof CreateBody>(parsed.issues).nested) };
}
