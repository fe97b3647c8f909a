import type { ServerResponse } from 'node:http';
import type { Fault } from './fault-kinds.ts';
import { type ApiRequest, type ApiResponse, htmlResponse, jsonResponse } from './http.ts';
import { serverUuid, snapshotUuid } from './identity.ts';

/** The exchange that a fault is applied to, and the tools for it. */
export interface FaultyExchange {
  request: ApiRequest;
  response: ServerResponse;
  /** Base URL of the API without a trailing slash. */
  baseUrl: string;
  /** Applies the request to the model and returns the normal response. */
  carryOut: () => ApiResponse;
  /** Runs something after this many real ms, unless the emulator is closed first. */
  later: (ms: number, run: () => void) => void;
}

/** Sends a complete response with its length. */
export function sendResponse(response: ServerResponse, { status, headers, body }: ApiResponse): void {
  const length = status === 204 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...headers, ...length });
  response.end(body);
}

/** Applies the fault to a request. */
export function sendFault(fault: Fault, { request, response, baseUrl, carryOut, later }: FaultyExchange): void {
  if ('effect' in fault && fault.effect && fault.kind !== 'stall') {
    carryOut();
  }
  switch (fault.kind) {
    case 'lost-before':
      response.socket?.resetAndDestroy();
      return;
    case 'lost-after':
      carryOut();
      response.socket?.resetAndDestroy();
      return;
    case 'response':
      sendResponse(response, {
        status: fault.status,
        headers: { 'content-type': 'application/json', ...fault.headers },
        body: fault.body,
      });
      return;
    case 'proxy-page':
      sendResponse(response, proxyPage(fault.status));
      return;
    case 'half':
      // Closed, not reset: a reset could drop the first half in transit.
      sendHalf(response, carryOut(), () => response.socket?.destroy());
      return;
    case 'silence':
      return;
    case 'stall':
      sendHalf(response, fault.effect ? carryOut() : jsonResponse(200, { count: 0, results: [] }), () => {});
      return;
    case 'endless':
      sendEndlessly(response);
      return;
    case 'drip':
      startEndlessList(response);
      drip(response, fault.everyMs, later);
      return;
    case 'endless-pages':
      sendResponse(response, endlessPage(request, fault.pageBytes, baseUrl));
      return;
    case 'delay': {
      const delayed = carryOut();
      later(fault.ms, () => {
        if (!response.destroyed) {
          sendResponse(response, delayed);
        }
      });
      return;
    }
    case 'redirect':
      sendResponse(response, { status: fault.status, headers: { location: fault.location }, body: '' });
      return;
  }
}

const PROXY_TITLES = {
  520: 'Web server is returning an unknown error',
  522: 'Connection timed out',
  524: 'A timeout occurred',
  530: 'Origin DNS error',
};

function proxyPage(status: keyof typeof PROXY_TITLES): ApiResponse {
  const page = htmlResponse(status, `api.example | ${status}: ${PROXY_TITLES[status]}`);
  return { ...page, headers: { ...page.headers, server: 'cloudflare' } };
}

/** A response without a body has no half: nothing is sent, not even the head, which would be the complete response. */
function sendHalf(response: ServerResponse, whole: ApiResponse, then: () => void): void {
  const body = Buffer.from(whole.body);
  if (body.length < 2) {
    then();
    return;
  }
  response.writeHead(whole.status, { ...whole.headers, 'content-length': String(body.length) });
  response.write(body.subarray(0, Math.floor(body.length / 2)), then);
}

function startEndlessList(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"count": 1, "results": [');
}

function sendEndlessly(response: ServerResponse): void {
  const chunk = Buffer.alloc(16 * 1024, ' ');
  const next = (): void => {
    if (response.destroyed) {
      return;
    }
    if (response.write(chunk)) {
      // Not in a loop: with a fast reader, the process could do nothing else.
      setImmediate(next);
    } else {
      response.once('drain', next);
    }
  };
  startEndlessList(response);
  next();
}

function drip(response: ServerResponse, everyMs: number, later: FaultyExchange['later']): void {
  later(everyMs, () => {
    if (!response.destroyed) {
      response.write(' ');
      drip(response, everyMs, later);
    }
  });
}

/** A page of servers or snapshots that occur on no other page, padded with spaces to its length. */
function endlessPage({ path, query }: ApiRequest, bytes: number, baseUrl: string): ApiResponse {
  const page = Number(query.get('page') ?? '1');
  const pointed = new URLSearchParams(query);
  pointed.set('page', String(page + 1));
  const head = `{"count": 1000000000, "next": ${JSON.stringify(`${baseUrl}${path}?${pointed}`)}, "previous": null, "results": [`;
  const tail = ']}';
  const items: string[] = [];
  let length = head.length + tail.length;
  for (let id = page * 1_000_000; ; id++) {
    const item = JSON.stringify(path.startsWith('/servers/') ? serverItem(id) : snapshotItem(id));
    if (length + item.length + 1 > bytes) {
      break;
    }
    items.push(item);
    length += item.length + 1;
  }
  const body = head + items.join(',') + tail;
  return { status: 200, headers: { 'content-type': 'application/json' }, body: body.padEnd(bytes) };
}

function serverItem(id: number): Record<string, unknown> {
  return { id, uuid: serverUuid(id), name: `web-${id}`, hostname: `web-${id}.example.com`, status: 'active' };
}

function snapshotItem(id: number): Record<string, unknown> {
  const server = { id, uuid: serverUuid(id), name: `web-${id}`, hostname: `web-${id}.example.com` };
  const created = '2025-01-15T18:30:00Z';
  const name = `snapshot-${id}`;
  const state = { status: 'completed', size_mb: 5120, created_at: created, description: '' };
  return { id, uuid: snapshotUuid(id), server, name, ...state };
}
