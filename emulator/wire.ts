/** A request as the model sees it, with the address already cut off at the base of the API. */
export interface ApiRequest {
  /** HTTP method in capitals. */
  method: string;
  /** Path after the base `/api/v1`, with its leading slash, without the query: `/snapshots/`. */
  path: string;
  query: URLSearchParams;
  /** Headers by their names in lower case. */
  headers: Record<string, string | undefined>;
  /** Body as text, empty where there is none. */
  body: string;
}

/** A whole answer. `content-length` is left to the HTTP front. */
export interface ApiResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** An id of a server or a snapshot: an integer as the API's pages show it, or a UUID as text. */
export type EmulatedId = number | string;

/** Takes a status and a value to be written as JSON; gives the answer. */
export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): ApiResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** An error in the form of Django REST framework, `{"detail": "…"}`. */
export function detailAnswer(status: number, detail: string, headers?: Record<string, string>): ApiResponse {
  return jsonAnswer(status, { detail }, headers);
}

/** A refusal that is no fault of one field, `{"error": "…"}` with 400. */
export function refusal(error: string): ApiResponse {
  return jsonAnswer(400, { error });
}

/** A page as Django or a proxy sends it. Takes the status and its title. */
export function htmlAnswer(status: number, title: string): ApiResponse {
  const body = `<!doctype html>\n<html lang="en">\n<head>\n  <title>${title}</title>\n</head>\n<body>\n  <h1>${title}</h1><p></p>\n</body>\n</html>\n`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

/** The time of the API in its lists: ISO with Z and no milliseconds. Takes ms epoch. */
export function isoSeconds(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}
