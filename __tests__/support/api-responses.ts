import { expect } from '@jest/globals';
import * as v from 'valibot';
import type { Deadline } from '../../src/clock.ts';
import type { ApiRequest, ApiResponse, Send } from '../../src/vps/exchange.ts';
import { Id } from '../../src/vps/id.ts';
import { withStatus } from '../../src/vps/with-status.ts';

export const UUID = '6f1c2f6e-6c55-4c7e-9a52-0f2f3d9a1b11';
export const OTHER_UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';

export function id(text: string | number): Id {
  return v.parse(Id, String(text));
}

/** A response; a body that is not text becomes JSON. */
export function respond(status: number, body: unknown = '', headers: ApiResponse['headers'] = {}): ApiResponse {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** A list as Django REST Framework shows it. */
export function page(results: readonly unknown[], rest: Readonly<Record<string, unknown>> = {}): ApiResponse {
  return respond(200, { count: results.length, next: null, previous: null, results, ...rest });
}

/** A snapshot as the API documents it. */
export function snapshotJson(number: number, rest: Readonly<Record<string, unknown>> = {}) {
  return {
    id: number,
    server: { id: 12345, name: 'web-1' },
    name: 'before',
    status: 'completed',
    size_mb: 5120,
    created_at: '2025-01-16T12:00:00Z',
    description: '',
    ...rest,
  };
}

/** A server as the API documents it. */
export function serverJson(number: number, status: string) {
  return { id: number, name: `web-${number}`, status };
}

/** A response to be returned, or an error to be thrown. */
export type Reply = ApiResponse | Error;

/** The chain up to the errors of its statuses, with these replies in turn; the last one is repeated. */
export function fakeSend(...replies: readonly Reply[]) {
  const requests: ApiRequest[] = [];
  const send: Send = async (request: ApiRequest, _deadline: Deadline) => {
    const reply = replies[Math.min(requests.push(request), replies.length) - 1];
    if (reply === undefined || reply instanceof Error) throw reply ?? new Error('There is no reply');
    return reply;
  };
  return {
    send: withStatus(send),
    requests,
    /** Each request as a line, such as `GET /snapshots/?page=2`. */
    lines: () => requests.map(({ method, path, query }) => `${method} ${path}${query?.size ? `?${query}` : ''}`),
  };
}

/** The error that work ends with. */
export async function rejectionOf(work: Promise<unknown>): Promise<unknown> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  expect(outcome).toHaveProperty('error');
  return 'error' in outcome ? outcome.error : undefined;
}
