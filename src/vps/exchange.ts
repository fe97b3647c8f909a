import type { Deadline } from '../clock.ts';
import type { HttpResponse } from '../http/request.ts';

/** One request to the API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path after the base URL, with both slashes, such as `/snapshots/`. */
  readonly path: string;
  readonly query?: URLSearchParams;
  /** Sent as JSON; without it the request has no body. */
  readonly body?: Readonly<Record<string, string | number>>;
  /**
   * Reads a successful response, so that the chain can recognize one that cannot be read.
   * @throws InvalidResponseError
   */
  readonly read?: (response: ApiResponse) => unknown;
}

/** What the API returned, whatever the status. */
export type ApiResponse = HttpResponse;

/**
 * Sends one request to the API and returns its response.
 * @throws errors of `errors.ts`; the reason for the abort
 */
export type Send = (request: ApiRequest, deadline: Deadline) => Promise<ApiResponse>;

/** The request as a person names it, such as `POST /snapshots/`: without query, host or body. */
export function requestName({ method, path }: Pick<ApiRequest, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

/** The path of a request, with its query. */
export function pathOf({ path, query }: ApiRequest): string {
  return query?.size ? `${path}?${query}` : path;
}
