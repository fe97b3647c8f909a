import { type ApiResponse, VpsModel, type VpsModelOptions } from '../../emulator/model.ts';

/** The token of every model created here. */
export const TOKEN = 'vps_test';

/** The base address of every model created here. */
export const BASE_URL = 'http://127.0.0.1:1/api/v1';

/** A response of the model, with the body parsed if it is JSON. */
export interface TestResponse {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/** A model with a clock that stands still until it is advanced. */
export interface TestModel {
  model: VpsModel;
  /** Advances the clock by minutes. */
  advance(minutes: number): void;
  /** Sends a request with the right token. `target` is path and query after the base, `body` is sent as JSON. */
  send(method: string, target: string, body?: unknown): TestResponse;
  /** The items of a list, read with the right token, on one page or as a bare array. */
  items(target: string): Record<string, unknown>[];
}

/** Midnight, ms epoch, at which the clock of every model created here starts. */
export const START = Date.parse('2025-01-16T00:00:00.000Z');

/** Creates a model with the server 12345, "web-server-01". Takes the options that differ from the usual ones. */
export function createModel(options: Partial<VpsModelOptions> = {}): TestModel {
  let now = START;
  const model = new VpsModel({ token: TOKEN, now: () => now, baseUrl: () => BASE_URL, ...options });
  model.addServer({ id: 12345, name: 'web-server-01' });
  const send: TestModel['send'] = (method, target, body) => {
    const [path = '', query] = target.split('?');
    return parse(
      model.handle({
        method,
        path,
        query: new URLSearchParams(query),
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        body: body === undefined ? '' : JSON.stringify(body),
      }),
    );
  };
  return {
    model,
    advance: (minutes) => {
      now += minutes * 60_000;
    },
    send,
    items: (target) => itemsOf(send('GET', target).body),
  };
}

function parse({ status, headers, body }: ApiResponse): TestResponse {
  const isJson = headers['content-type'] === 'application/json';
  return { status, headers, body: isJson ? JSON.parse(body) : body };
}

function itemsOf(body: unknown): Record<string, unknown>[] {
  if (Array.isArray(body)) {
    return body;
  }
  if (typeof body === 'object' && body !== null && 'results' in body && Array.isArray(body.results)) {
    return body.results;
  }
  throw new Error(`There is no list in ${JSON.stringify(body)}.`);
}
