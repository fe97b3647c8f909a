import * as v from 'valibot';
import { InvalidResponseError } from './errors.ts';
import type { ApiRequest, ApiResponse } from './exchange.ts';

/**
 * Reads the JSON of a response by a schema.
 * @throws InvalidResponseError that names the field and what was expected there; never what the response contained,
 *   because that can be a password
 */
export function readBody<Output>(
  request: ApiRequest,
  schema: v.GenericSchema<unknown, Output>,
  { body }: ApiResponse,
): Output {
  const json = v.safeParse(v.pipe(v.string(), v.parseJson()), body);
  if (!json.success) throw new InvalidResponseError(request, 'expected JSON');
  const parsed = v.safeParse(schema, json.output);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  throw new InvalidResponseError(request, `expected ${issue.expected}${path === null ? '' : ` at ${path}`}`);
}
