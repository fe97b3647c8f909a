import * as v from 'valibot';
import { InvalidResponseError } from './errors.ts';
import type { ApiRequest, ApiResponse } from './exchange.ts';

/**
 * The most values that a response may have: a list of ten thousand snapshots has 130,000. Each takes memory, however
 * short it is.
 */
const MAX_VALUES = 200_000;
const COMMA = 0x2c;
const BRACKET = 0x5b;
const BRACE = 0x7b;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const Json = v.pipe(v.string(), v.parseJson());

/**
 * Reads the JSON of a response by a schema.
 * @throws InvalidResponseError that names the field and what was expected there; never what the response contained,
 *   because that can be a password
 */
export function readJson<Output>(
  request: ApiRequest,
  schema: v.GenericSchema<unknown, Output>,
  { body }: ApiResponse,
): Output {
  if (hasTooManyValues(body)) throw new InvalidResponseError(request, `it has more than ${MAX_VALUES} values`);
  const json = v.safeParse(Json, body);
  if (!json.success) throw new InvalidResponseError(request, 'expected JSON');
  const parsed = v.safeParse(schema, json.output);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  throw new InvalidResponseError(request, `expected ${issue.expected}${path === null ? '' : ` at ${path}`}`, true);
}

/** Counts what opens or separates values, outside texts. */
function hasTooManyValues(body: string): boolean {
  if (body.length <= MAX_VALUES) return false;
  let count = 0;
  let isInText = false;
  for (let at = 0; at < body.length && count <= MAX_VALUES; at += 1) {
    const code = body.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) isInText = !isInText;
    else if (!isInText && (code === COMMA || code === BRACKET || code === BRACE)) count += 1;
  }
  return count > MAX_VALUES;
}
