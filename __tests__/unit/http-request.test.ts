import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { CancelledError } from '../../src/errors.ts';
import { ConnectionError } from '../../src/http/connection-error.ts';
import { createHttp, MAX_RESPONSE_BYTES, ResponseTooLargeError, TimeoutError } from '../../src/http/request.ts';
import { rejectionOf } from '../support/api-responses.ts';
import { startServer } from '../support/http-server.ts';

const Port = v.object({ port: v.number() });
const AMPLE_MS = 60_000;
const http = createHttp(new AbortController().signal);
const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function get(url: string) {
  return { method: 'GET', url, headers: {}, body: '' } as const;
}

async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  server.listen(0, host);
  await once(server, 'listening');
  cleanups.push(() => server.close());
  return v.parse(Port, server.address()).port;
}

/** A server whose connections are ended with the test, whatever it leaves open. */
async function serve(listener: RequestListener, host?: string): Promise<number> {
  const server = createServer(listener);
  cleanups.push(() => server.closeAllConnections());
  return await listen(server, host);
}

describe('A request', () => {
  test('carries its method, path, headers and body, and returns status, headers and body', async () => {
    await using server = await startServer(() => ({
      status: 429,
      body: 'größe',
      headers: { 'retry-after': '7', date: 'Thu, 16 Jan 2025 12:00:00 GMT' },
    }));
    const request = {
      method: 'POST',
      url: `${server.url}/a/?b=c`,
      headers: { 'x-a': 'b' },
      body: '{"n":"ü"}',
    } as const;
    expect(await http(request, AMPLE_MS)).toEqual({
      status: 429,
      headers: { retryAfter: '7', date: 'Thu, 16 Jan 2025 12:00:00 GMT', location: undefined },
      body: 'größe',
    });
    expect(server.requests).toMatchObject([
      { method: 'POST', path: '/a/?b=c', body: '{"n":"ü"}', headers: { 'x-a': 'b', 'content-length': '10' } },
    ]);
  });

  test.each([301, 302, 303, 307, 308])('does not follow a %d', async (status) => {
    await using server = await startServer(() => ({ status, headers: { location: '/elsewhere/' } }));
    expect(await http(get(server.url), AMPLE_MS)).toMatchObject({ status, headers: { location: '/elsewhere/' } });
    expect(server.requests).toHaveLength(1);
  });

  test.each([401, 502, 503])('is sent once if a %d is returned', async (status) => {
    await using server = await startServer(() => ({ status }));
    expect(await http(get(server.url), AMPLE_MS)).toMatchObject({ status });
    expect(server.requests).toHaveLength(1);
  });

  test('reaches an IPv6 address', async () => {
    const port = await serve((_request, response) => response.end('six'), '::1');
    expect(await http(get(`http://[::1]:${port}/`), AMPLE_MS)).toMatchObject({ body: 'six' });
  });
});

describe('The timeout', () => {
  test('ends a request without a response', async () => {
    const port = await serve(() => {});
    const error = await rejectionOf(http(get(`http://127.0.0.1:${port}/`), 50));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ message: 'it timed out after 0.1 s' });
  });

  test('covers the body, however busy it is', async () => {
    const port = await serve((_request, response) => {
      const drip = setInterval(() => response.write('x'), 5);
      cleanups.push(() => clearInterval(drip));
    });
    expect(await rejectionOf(http(get(`http://127.0.0.1:${port}/`), 100))).toBeInstanceOf(TimeoutError);
  });
});

describe('A response', () => {
  test('that is larger than 8 MiB is not read to its end', async () => {
    let isCutOff: Promise<unknown> = Promise.resolve();
    const port = await serve((_request, response) => {
      isCutOff = once(response, 'close');
      response.write(Buffer.alloc(MAX_RESPONSE_BYTES + 1));
    });
    const error = await rejectionOf(http(get(`http://127.0.0.1:${port}/`), AMPLE_MS));
    expect(error).toBeInstanceOf(ResponseTooLargeError);
    expect(error).toMatchObject({ message: 'it is larger than 8 MiB' });
    await isCutOff;
  });

  test.each([302, 404, 502])('with the status %d is read up to 64 KiB, and the rest is left', async (status) => {
    let isCutOff: Promise<unknown> = Promise.resolve();
    const port = await serve((_request, response) => {
      isCutOff = once(response, 'close');
      response.statusCode = status;
      response.write('x'.repeat(MAX_RESPONSE_BYTES));
    });
    const { body, ...rest } = await http(get(`http://127.0.0.1:${port}/`), AMPLE_MS);
    expect(rest.status).toBe(status);
    expect(body).toHaveLength(65_536);
    await isCutOff;
  });

  test('may have as many bytes as the caller allows, and no more', async () => {
    await using server = await startServer(() => ({ status: 200, body: 'x'.repeat(1024) }));
    expect(await http(get(server.url), AMPLE_MS, { maxBytes: 1024 })).toMatchObject({ status: 200 });
    expect(await rejectionOf(http(get(server.url), AMPLE_MS, { maxBytes: 1023 }))).toBeInstanceOf(
      ResponseTooLargeError,
    );
  });

  test('that is cut off is an error, not a shorter body', async () => {
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    const error = await rejectionOf(http(get(`http://127.0.0.1:${port}/`), AMPLE_MS));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ sent: true });
  });
});

describe('A connection', () => {
  test('that is refused has sent nothing', async () => {
    const server = createTcpServer();
    const port = await listen(server);
    server.close();
    await once(server, 'close');
    const error = await rejectionOf(http(get(`http://127.0.0.1:${port}/`), AMPLE_MS));
    expect(error).toMatchObject({ name: 'ConnectionError', code: 'ECONNREFUSED', sent: false });
  });

  test('that is reset may have sent the request', async () => {
    const port = await listen(createTcpServer((socket: Socket) => socket.once('data', () => socket.resetAndDestroy())));
    const error = await rejectionOf(http(get(`http://127.0.0.1:${port}/`), AMPLE_MS));
    expect(error).toMatchObject({ name: 'ConnectionError', code: 'ECONNRESET', sent: true });
  });
});

describe('A signal', () => {
  test('ends a request with its reason', async () => {
    const abort = new AbortController();
    const port = await serve(() => abort.abort(new CancelledError('SIGTERM')));
    const error = await rejectionOf(createHttp(abort.signal)(get(`http://127.0.0.1:${port}/`), AMPLE_MS));
    expect(error).toBeInstanceOf(CancelledError);
  });

  test('lets no further request out', async () => {
    await using server = await startServer(() => ({ status: 200 }));
    const aborted = createHttp(AbortSignal.abort(new CancelledError('SIGTERM')));
    expect(await rejectionOf(aborted(get(server.url), AMPLE_MS))).toBeInstanceOf(CancelledError);
    expect(server.requests).toEqual([]);
  });
});

describe('A certificate that nobody trusts', () => {
  const REQUEST = new URL('../../src/http/request.ts', import.meta.url).href;
  const SCRIPT = `
    const { createHttp } = await import(${JSON.stringify(REQUEST)});
    const request = { method: 'POST', url: process.argv[1], headers: { authorization: 'secret' }, body: '{}' };
    const { status, sent, isCertificate } = await createHttp(new AbortController().signal)(request, ${AMPLE_MS}).catch((e) => e);
    console.log(JSON.stringify({ status, sent, isCertificate }));`;

  /** A process of its own: Node reads these variables itself. */
  async function sendFrom(env: Readonly<Record<string, string>>, url: string): Promise<unknown> {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', SCRIPT, url], {
      env: { PATH: process.env.PATH, ...env },
    });
    return JSON.parse(stdout);
  }

  const INSECURE = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };

  test.each([
    ['by default', {}],
    ['even with NODE_TLS_REJECT_UNAUTHORIZED=0', INSECURE],
  ])(
    'gets no request, %s',
    async (_when, env) => {
      await using server = await startServer(() => ({ status: 200 }), true);
      expect(await sendFrom(env, server.url)).toEqual({ sent: false, isCertificate: true });
      expect(server.requests).toEqual([]);
    },
    60_000,
  );

  test('gets no request behind a proxy either', async () => {
    await using server = await startServer(() => ({ status: 200 }), true);
    const script = fileURLToPath(new URL('../support/proxy.mjs', import.meta.url));
    const proxy = spawn(process.execPath, [script], {
      env: { PATH: process.env.PATH, PROXY_TARGET_PORT: new URL(server.url).port },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    cleanups.push(() => proxy.kill());
    const lines = createInterface({ input: proxy.stdout });
    const [first] = await once(lines, 'line');
    const { port } = v.parse(Port, JSON.parse(String(first)));
    const connected = once(lines, 'line');
    const env = { ...INSECURE, https_proxy: `http://127.0.0.1:${port}` };
    expect(await sendFrom(env, 'https://api.test/')).toEqual({ sent: false, isCertificate: true });
    expect(String(await connected)).toContain('api.test:443');
    expect(server.requests).toEqual([]);
  }, 60_000);
});
