import type { ApiRequest } from './http.ts';

/**
 * What goes wrong with one request. `effect` says whether the request is carried out anyway; for a fault without it,
 * its comment does.
 */
export type Fault =
  /** Not carried out; the connection is reset. */
  | { kind: 'lost-before' }
  /** Carried out; then the connection is reset without a response. */
  | { kind: 'lost-after' }
  /** Sends this response instead. Without a `content-type` in `headers` it is JSON. */
  | { kind: 'response'; status: number; body: string; headers?: Record<string, string>; effect: boolean }
  /** Sends the HTML page of a proxy with one of the statuses of Cloudflare. */
  | { kind: 'proxy-page'; status: 520 | 522 | 524 | 530; effect: boolean }
  /** Carried out; the head with the whole `content-length`, half the body, then the connection is closed. */
  | { kind: 'half' }
  /** Accepted; nothing is sent. */
  | { kind: 'silence'; effect: boolean }
  /** The head with the whole `content-length` and half the body, then nothing more. */
  | { kind: 'stall'; effect: boolean }
  /** Not carried out; a 200 that never ends, as fast as the client reads. */
  | { kind: 'endless' }
  /** Not carried out; a 200 that never ends, one byte every `everyMs` of real time. */
  | { kind: 'drip'; everyMs: number }
  /**
   * Not carried out; a valid page of a list with exactly `pageBytes` bytes (at least 1000), whose `next` always points
   * to another page.
   */
  | { kind: 'endless-pages'; pageBytes: number }
  /** Carried out on arrival; the response is sent after `ms` of real time. */
  | { kind: 'delay'; ms: number }
  /** Not carried out; a redirect to `location`. */
  | { kind: 'redirect'; status: number; location: string };

/**
 * Chooses the fault of a request, `undefined` for none. `index` is the request's place in `requests` of the emulator,
 * from 0. It is not called for requests outside the base of the API or for bodies that are too long.
 */
export type FaultHook = (request: ApiRequest, index: number) => Fault | undefined;
