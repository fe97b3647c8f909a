import { type ApiResponse, VpsModel, type VpsModelOptions } from '../../emulator/model.ts';

/** The token of every model made here. */
export const TOKEN = 'token-in-hand';

/** The base address of every model made here. */
export const BASE_URL = 'http://127.0.0.1:1/api/v1';

/** What a model answered: status, headers and the body read as JSON, or as text where it is none. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/** A model with a clock that stands still until it is moved, and one call to ask it. */
export interface ModelInHand {
  model: VpsModel;
  /** Moves the clock on by minutes. */
  wait(minutes: number): void;
  /** Asks with the right token. `target` is path and query after the base, `body` is sent as JSON. */
  ask(method: string, target: string, body?: unknown): Answer;
}

/** Midnight, ms epoch, at which the clock of every model made here starts. */
export const START = Date.parse('2025-01-16T00:00:00.000Z');

/** Makes a model that holds the server 12345, "web-server-01". Takes what differs from the usual options. */
export function modelInHand(options: Partial<VpsModelOptions> = {}): ModelInHand {
  let now = START;
  const model = new VpsModel({ token: TOKEN, now: () => now, baseUrl: () => BASE_URL, ...options });
  model.addServer({ id: 12345, name: 'web-server-01' });
  return {
    model,
    wait: (minutes) => {
      now += minutes * 60_000;
    },
    ask: (method, target, body) => {
      const [path = '', query] = target.split('?');
      return readAnswer(
        model.handle({
          method,
          path,
          query: new URLSearchParams(query),
          headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
          body: body === undefined ? '' : JSON.stringify(body),
        }),
      );
    },
  };
}

function readAnswer({ status, headers, body }: ApiResponse): Answer {
  const json = headers['content-type'] === 'application/json';
  return { status, headers, body: json ? JSON.parse(body) : body };
}
