import * as v from 'valibot';
import { type ApiRequest, detailResponse, fieldResponse, jsonResponse, type Parsed } from './http.ts';

/**
 * Reads the JSON object in the body of a request by a schema. Rejects as Django REST framework does: with 415 for a
 * content type other than JSON, with 400 for broken JSON and for fields that break a rule, all of them at once.
 */
export function readJsonBody<S extends v.ObjectSchema<v.ObjectEntries, v.ErrorMessage<v.ObjectIssue> | undefined>>(
  request: ApiRequest,
  schema: S,
): Parsed<v.InferOutput<S>> {
  const type = request.headers['content-type'] ?? '';
  if (type.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    return { rejected: detailResponse(415, `Unsupported media type "${type}" in request.`) };
  }
  let value: unknown;
  try {
    value = JSON.parse(request.body);
  } catch (error) {
    return { rejected: detailResponse(400, `JSON parse error - ${error instanceof Error ? error.message : ''}`) };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { rejected: fieldResponse('non_field_errors', 'Invalid data. Expected a dictionary.') };
  }
  const parsed = v.safeParse(schema, value, { abortPipeEarly: true });
  return parsed.success
    ? { value: parsed.output }
    : { rejected: jsonResponse(400, v.flatten<S>(parsed.issues).nested) };
}
