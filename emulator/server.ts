import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { FaultHook } from './fault-kinds.ts';
import { type ApiRequest, htmlResponse } from './http.ts';
import { VpsModel, type VpsModelOptions } from './model.ts';
import { sendFault, sendResponse } from './send-fault.ts';

const BASE = '/api/v1';
const BODY_LIMIT = 64 * 1024;

/** A request as it arrived. It is recorded on arrival and completed while it is read and responded to. */
export interface RecordedRequest {
  method: string;
  /** The full path as it was sent, with base and query: `/api/v1/snapshots/?server_id=12345`. */
  path: string;
  /** By lower-case name. */
  headers: Record<string, string | undefined>;
  /** As text, cut at 64 KiB. */
  body: string;
  /** Real ms since the emulator started, with fractions. */
  atMs: number;
  /** The status that was sent; `none` until the head of a response has been sent. */
  status: number | 'none';
}

/** Options of an emulator. API time is the time that the model and the `Date` header show. */
export interface EmulatorOptions {
  /** 0 (any free one) when absent. */
  port?: number;
  /** 127.0.0.1 when absent. */
  host?: string;
  /** `vps_` and random hexadecimal digits when absent. */
  token?: string;
  /** ms of API time for each real ms; 1 when absent. */
  speed?: number;
  /** Options of the model, apart from those that the emulator sets. */
  model?: Omit<VpsModelOptions, 'token' | 'now' | 'baseUrl'>;
  faults?: FaultHook;
  /** API time itself, ms epoch; with it `speed` has no effect. */
  clock?: () => number;
  /** API time is wrong by this many ms; 0 when absent. */
  clockSkewMs?: number;
  /** The `Date` header is wrong by this many ms more; 0 when absent. */
  dateSkewMs?: number;
  /** Called once for each request when its response has been sent or its connection is gone. */
  onDone?: (request: RecordedRequest) => void;
}

/** An emulator that listens. */
export interface Emulator {
  /** Base URL of the API without a trailing slash: `http://127.0.0.1:PORT/api/v1`. */
  url: string;
  token: string;
  model: VpsModel;
  /** All requests in the order of their arrival. */
  requests: RecordedRequest[];
  /** Replaces the hook for all requests from now on; `undefined` ends all faults. */
  setFaults(hook: FaultHook | undefined): void;
  /** Stops at once: open connections are destroyed and delayed responses dropped. May be called twice. */
  close(): Promise<void>;
  /** The same as `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts the API on node:http. Rejects if it cannot listen on the address. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const token = options.token ?? `vps_${randomBytes(20).toString('hex')}`;
  const speed = options.speed ?? 1;
  const startedAt = Date.now();
  const started = performance.now();
  const elapsed = (): number => performance.now() - started;
  const clock = options.clock ?? (() => startedAt + elapsed() * speed);
  const now = (): number => clock() + (options.clockSkewMs ?? 0);
  let url = '';
  const model = new VpsModel({ ...options.model, token, now, baseUrl: () => url });
  const requests: RecordedRequest[] = [];
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  let faults = options.faults;

  const later = (ms: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  };

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const record: RecordedRequest = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: plainHeaders(incoming),
      body: '',
      atMs: elapsed(),
      status: 'none',
    };
    const index = requests.push(record) - 1;
    response.setHeader('date', new Date(now() + (options.dateSkewMs ?? 0)).toUTCString());
    response.once('close', () => {
      record.status = response.headersSent ? response.statusCode : 'none';
      options.onDone?.(record);
    });
    const body = await readBody(incoming, record);
    if (body === 'whole') {
      respond(record, index, response);
    } else if (body === 'too long') {
      sendResponse(response, htmlResponse(413, '413 Request Entity Too Large'));
    }
    record.status = response.headersSent ? response.statusCode : 'none';
  };

  const respond = (record: RecordedRequest, index: number, response: ServerResponse): void => {
    const request = underBase(record);
    if (request === undefined) {
      sendResponse(response, htmlResponse(404, 'Not Found'));
      return;
    }
    const fault = faults?.(request, index);
    const carryOut = () => model.handle(request);
    if (fault === undefined) {
      sendResponse(response, carryOut());
    } else {
      sendFault(fault, { request, response, baseUrl: url, carryOut, later });
    }
  };

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => {
      // A broken hook or plan must show up in the response, not end the process.
      if (response.headersSent) {
        response.destroy();
      } else {
        sendResponse(response, {
          status: 500,
          headers: { 'content-type': 'text/plain' },
          body: `Emulator: ${error}`,
        });
      }
    });
  });
  // Longer than any client pauses between two polls: otherwise a request could meet a connection that is just being
  // closed.
  server.keepAliveTimeout = 120_000;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  url = `http://${host.includes(':') ? `[${host}]` : host}:${port}${BASE}`;

  const close = (): Promise<void> =>
    new Promise((resolve) => {
      // Calls back immediately, with an error, if the server is already closed.
      server.close(() => resolve());
      for (const timer of timers) {
        clearTimeout(timer);
      }
      for (const socket of sockets) {
        socket.destroy();
      }
    });

  return {
    url,
    token,
    model,
    requests,
    setFaults: (hook) => {
      faults = hook;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Reads the body into the record. One that is too long is read to its end, too, but cut. */
function readBody(incoming: IncomingMessage, record: RecordedRequest): Promise<'whole' | 'too long' | 'cut off'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    incoming.on('data', (chunk: Buffer) => {
      if (length < BODY_LIMIT) {
        chunks.push(chunk);
      }
      length += chunk.length;
    });
    incoming.once('end', () => {
      record.body = Buffer.concat(chunks).subarray(0, BODY_LIMIT).toString('utf8');
      resolve(length > BODY_LIMIT ? 'too long' : 'whole');
    });
    // A client that disconnects midway: perhaps an error, then `close` without `end`.
    incoming.once('error', () => {});
    incoming.once('close', () => resolve('cut off'));
  });
}

function plainHeaders(incoming: IncomingMessage): Record<string, string | undefined> {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

function underBase({ method, path, headers, body }: RecordedRequest): ApiRequest | undefined {
  if (!path.startsWith(`${BASE}/`)) {
    return undefined;
  }
  const mark = path.indexOf('?');
  const end = mark === -1 ? path.length : mark;
  return {
    method,
    path: path.slice(BASE.length, end),
    query: new URLSearchParams(path.slice(end)),
    headers,
    body,
  };
}
