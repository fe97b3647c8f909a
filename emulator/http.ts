/** A request as the model sees it, with its path relative to the base of the API. */
export interface ApiRequest {
  /** HTTP method in upper case. */
  method: string;
  /** Path after the base `/api/v1`, with its leading slash, without the query: `/snapshots/`. */
  path: string;
  query: URLSearchParams;
  /** Headers, by lower-case name. */
  headers: Record<string, string | undefined>;
  /** Body as text, empty if there is none. */
  body: string;
}

/** A complete response. The HTTP server adds `content-length`. */
export interface ApiResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Either what was read from a request, or the response that rejects it. */
export type Parsed<T> = { value: T; rejected?: never } | { value?: never; rejected: ApiResponse };

/** A response with a value as JSON. */
export function jsonResponse(status: number, value: unknown, headers: Record<string, string> = {}): ApiResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** An error in the form of Django REST framework, `{"detail": "…"}`. */
export function detailResponse(status: number, detail: string, headers?: Record<string, string>): ApiResponse {
  return jsonResponse(status, { detail }, headers);
}

/** An error of one field in the form of Django REST framework, `{"field": ["…"]}` with status 400. */
export function fieldResponse(field: string, message: string): ApiResponse {
  return jsonResponse(400, { [field]: [message] });
}

/** An error that is not about a single field, `{"error": "…"}` with status 400. */
export function errorResponse(error: string): ApiResponse {
  return jsonResponse(400, { error });
}

/** An HTML page as Django or a proxy sends it, with the status and its title. */
export function htmlResponse(status: number, title: string): ApiResponse {
  const body = `<!doctype html>\n<html lang="en">\n<head>\n  <title>${title}</title>\n</head>\n<body>\n  <h1>${title}</h1><p></p>\n</body>\n</html>\n`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

/** A response with a status and no body. */
export function emptyResponse(status: number): ApiResponse {
  return { status, headers: {}, body: '' };
}
