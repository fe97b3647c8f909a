import type { ApiRequest } from './wire.ts';

/**
 * What goes wrong with one request. `effect` says whether the request is carried out all the same; where a fault does
 * not have it, the kind says.
 */
export type Fault =
  /** Not carried out, the connection is reset. */
  | { kind: 'lost-before' }
  /** Carried out, then the connection is reset without an answer. */
  | { kind: 'lost-after' }
  /** Answers this instead. Without a `content-type` in `headers` it is JSON. */
  | { kind: 'answer'; status: number; body: string; headers?: Record<string, string>; effect: boolean }
  /** Carried out; the head with the whole `content-length`, half the body, then the connection is closed. */
  | { kind: 'half' }
  /** Accepted and never answered. */
  | { kind: 'silence'; effect: boolean }
  /** The head with the whole `content-length` and half the body, then nothing more. */
  | { kind: 'stall'; effect: boolean }
  /** Not carried out; a 200 that never ends. */
  | { kind: 'endless' }
  /** Carried out on arrival, answered after `ms` of real time. */
  | { kind: 'delay'; ms: number }
  /** Not carried out; a redirect to `location`. */
  | { kind: 'redirect'; status: number; location: string };

/**
 * Chooses the fault of a request, `undefined` for none. `index` is the request's place in `requests` of the emulator,
 * from 0. Requests outside the base of the API and bodies that are too long do not come here.
 */
export type FaultHook = (request: ApiRequest, index: number) => Fault | undefined;
