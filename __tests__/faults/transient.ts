import type { Fault } from '../../emulator/fault-kinds.ts';

/** A fault that is over the next time, with a name for the test. */
export interface NamedFault {
  readonly name: string;
  readonly fault: Fault;
}

const PAGE = '<!doctype html><title>Sign in</title><h1>Please sign in</h1>';
const AS_HTML = { 'content-type': 'text/html' };

function response(status: number, body = '{"detail": "Try again."}', headers: Record<string, string> = {}): Fault {
  return { kind: 'response', status, body, headers, effect: false };
}

/** What any request may meet: retried until the timeout (docs/contract.md, Retries and polling). */
export const TRANSIENT: readonly NamedFault[] = [
  ...[408, 409, 423, 425, 429, 500, 502, 503, 504, 507, 598].map((status) => ({
    name: `status ${status}`,
    fault: response(status),
  })),
  ...([520, 522, 524, 530] as const).map((status) => ({
    name: `a proxy's page with status ${status}`,
    fault: { kind: 'proxy-page', status, effect: false } as const,
  })),
  { name: 'a reset connection', fault: { kind: 'lost-before' } },
  { name: 'half a body', fault: { kind: 'half' } },
  { name: 'status 200 with a page', fault: response(200, PAGE, AS_HTML) },
  { name: 'status 200 with an empty body', fault: response(200, '') },
  { name: 'status 200 with null', fault: response(200, 'null') },
  { name: 'status 200 with another shape', fault: response(200, '{"results": {"id": 1}}') },
  { name: 'status 200 without an end', fault: { kind: 'endless' } },
];

/** What a list may meet that worked before: retried three times. */
export const MISDIRECTED: readonly NamedFault[] = [
  { name: 'a page with status 404', fault: response(404, PAGE, AS_HTML) },
  { name: 'status 404', fault: response(404, '{"detail": "Not found."}') },
  ...[301, 302, 303, 307, 308].map((status) => ({
    name: `a redirect with status ${status}`,
    fault: { kind: 'redirect', status, location: 'https://login.example/' } as const,
  })),
];
