import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/fault-kinds.ts';
import { jsonResponse } from '../../emulator/http.ts';
import { type FaultyExchange, sendFault } from '../../emulator/send-fault.ts';
import { create, list, start } from './start.ts';

/** A server of its own that applies one fault to each request, with `later` and `carryOut` handed in. */
async function serve(
  fault: Fault,
  hooks: Partial<Pick<FaultyExchange, 'carryOut' | 'later'>>,
  onRequest: (response: ServerResponse) => void = () => {},
) {
  const unexpected = (what: string) => () => {
    throw new Error(`${what} was called.`);
  };
  const server = createServer((_, response) => {
    onRequest(response);
    sendFault(fault, {
      request: { method: 'GET', path: '/snapshots/', query: new URLSearchParams(), headers: {}, body: '' },
      response,
      baseUrl: 'http://127.0.0.1/api/v1',
      carryOut: unexpected('carryOut'),
      later: unexpected('later'),
      ...hooks,
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The next chunk of a body, as text. */
async function nextChunk(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const { value } = await reader.read();
  return Buffer.from(value ?? []).toString();
}

describe('The fault', () => {
  test('lost-before resets the connection without effect', async () => {
    await using emulator = await start({ faults: () => ({ kind: 'lost-before' }) });
    await expect(create(emulator)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(emulator.model.snapshots()).toEqual([]);
    expect(emulator.requests).toMatchObject([{ method: 'POST', status: 'none' }]);
  });

  test('lost-after resets the connection with effect', async () => {
    await using emulator = await start({ faults: () => ({ kind: 'lost-after' }) });
    await expect(create(emulator)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(emulator.model.snapshots()).toHaveLength(1);
    expect(emulator.requests).toMatchObject([{ status: 'none' }]);
  });

  test.each([true, false])('response sends something else, with effect: %s', async (effect) => {
    await using emulator = await start({
      faults: () => ({
        kind: 'response',
        status: 503,
        body: '{"detail":"busy"}',
        headers: { 'retry-after': '7' },
        effect,
      }),
    });
    const response = await create(emulator);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.text()).toBe('{"detail":"busy"}');
    expect(emulator.model.snapshots()).toHaveLength(effect ? 1 : 0);
    expect(emulator.requests).toMatchObject([{ status: 503 }]);
  });

  test('response can be a page', async () => {
    const headers = { 'content-type': 'text/html' };
    await using emulator = await start({
      faults: () => ({ kind: 'response', status: 502, body: '<h1>', headers, effect: false }),
    });
    expect((await create(emulator)).headers.get('content-type')).toBe('text/html');
  });

  test.each([520, 522, 524, 530] as const)('proxy-page sends the page of a %s', async (status) => {
    await using emulator = await start();
    for (const effect of [false, true]) {
      emulator.setFaults(() => ({ kind: 'proxy-page', status, effect }));
      const response = await create(emulator);
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('server')).toBe('cloudflare');
      expect(await response.text()).toContain(`| ${status}: `);
      expect(emulator.model.snapshots()).toHaveLength(effect ? 1 : 0);
    }
  });

  test('half promises the whole, sends half and ends the connection', async () => {
    await using emulator = await start({ faults: () => ({ kind: 'half' }) });
    const response = await create(emulator);
    expect(response.status).toBe(201);
    let text = '';
    const reading = (async () => {
      for await (const chunk of response.body ?? []) {
        text += Buffer.from(chunk).toString();
      }
    })();
    await expect(reading).rejects.toThrow('terminated');
    expect(text.length).toBe(Math.floor(Number(response.headers.get('content-length')) / 2));
    expect(text).toMatch(/^\{"id":801,/);
    expect(emulator.model.snapshots()).toHaveLength(1);
  });

  test('half of a response without a body sends nothing', async () => {
    await using emulator = await start({ faults: () => ({ kind: 'half' }) });
    emulator.model.addSnapshot({ id: 7, serverId: 12345, name: 'a' });
    const headers = { authorization: `Bearer ${emulator.token}` };
    await expect(fetch(`${emulator.url}/snapshots/7/`, { method: 'DELETE', headers })).rejects.toThrow('fetch failed');
    expect(emulator.model.snapshots()).toEqual([]);
    expect(emulator.requests).toMatchObject([{ status: 'none' }]);
  });

  test.each([true, false])('silence sends nothing, with effect: %s', async (effect) => {
    const stop = new AbortController();
    await using emulator = await start({
      faults: () => {
        // The request is carried out after this hook, and before the next turn of the event loop.
        setImmediate(() => stop.abort(new Error('no response')));
        return { kind: 'silence', effect };
      },
    });
    await expect(create(emulator, stop.signal)).rejects.toThrow('no response');
    expect(emulator.model.snapshots()).toHaveLength(effect ? 1 : 0);
    expect(emulator.requests).toMatchObject([{ status: 'none' }]);
  });

  test.each([true, false])('stall stops in the middle of the body, with effect: %s', async (effect) => {
    await using emulator = await start({ faults: () => ({ kind: 'stall', effect }) });
    const stop = new AbortController();
    const response = await create(emulator, stop.signal);
    expect(response.status).toBe(effect ? 201 : 200);
    const text = response.text();
    // The head is here; what was sent of the body has come, too, and no more will.
    setImmediate(() => stop.abort(new Error('nothing more comes')));
    await expect(text).rejects.toThrow('nothing more comes');
    expect(emulator.model.snapshots()).toHaveLength(effect ? 1 : 0);
  });

  test('endless continues until the client leaves', async () => {
    const done = Promise.withResolvers<void>();
    await using emulator = await start({ faults: () => ({ kind: 'endless' }), onDone: () => done.resolve() });
    const response = await list(emulator);
    expect(response.status).toBe(200);
    let length = 0;
    for await (const chunk of response.body ?? []) {
      length += chunk.length;
      if (length > 20_000_000) {
        break;
      }
    }
    await done.promise;
    expect(length).toBeGreaterThan(20_000_000);
  });

  test('endless waits for a client that does not read', async () => {
    const waiting = Promise.withResolvers<ServerResponse>();
    await using server = await serve({ kind: 'endless' }, {}, (response) => {
      response.on('newListener', (event) => {
        if (event === 'drain') {
          waiting.resolve(response);
        }
      });
    });
    const request = get(server.url, (response: IncomingMessage) => response.pause());
    request.on('error', () => {});
    const response = await waiting.promise;
    expect(response.writableNeedDrain).toBe(true);
    expect(response.writableLength).toBeLessThan(200_000);
    request.destroy();
  });

  test('drip sends a byte each time, and continues', async () => {
    const timers: { ms: number; run: () => void }[] = [];
    await using server = await serve({ kind: 'drip', everyMs: 5000 }, { later: (ms, run) => timers.push({ ms, run }) });
    const response = await fetch(server.url);
    const reader = response.body?.getReader();
    if (reader === undefined) {
      throw new Error('The response has no body.');
    }
    expect(response.status).toBe(200);
    expect(await nextChunk(reader)).toBe('{"count": 1, "results": [');
    for (let byte = 0; byte < 3; byte++) {
      const timer = timers.shift();
      expect(timer?.ms).toBe(5000);
      timer?.run();
      expect(await nextChunk(reader)).toBe(' ');
    }
    expect(timers).toHaveLength(1);
    await reader.cancel();
  });

  test('drip ends with its client', async () => {
    const timers: (() => void)[] = [];
    const closed = Promise.withResolvers<void>();
    await using server = await serve(
      { kind: 'drip', everyMs: 1 },
      { later: (_, run) => timers.push(run) },
      (response) => response.once('close', closed.resolve),
    );
    const stop = new AbortController();
    await fetch(server.url, { signal: stop.signal });
    stop.abort();
    await closed.promise;
    timers.shift()?.();
    expect(timers).toEqual([]);
  });

  test.each(['snapshots', 'servers'])('endless-pages leads on for ever in the list of %s', async (name) => {
    await using emulator = await start({ faults: () => ({ kind: 'endless-pages', pageBytes: 50_000 }) });
    const ids = new Set<unknown>();
    let items = 0;
    let next = `${emulator.url}/${name}/?server_id=12345`;
    for (let page = 1; page <= 5; page++) {
      const text = await (await fetch(next)).text();
      expect(Buffer.byteLength(text)).toBe(50_000);
      const read = JSON.parse(text);
      next = read.next;
      expect(next).toBe(`${emulator.url}/${name}/?server_id=12345&page=${page + 1}`);
      for (const item of read.results) {
        ids.add(item.id);
        items++;
      }
    }
    expect(items).toBeGreaterThan(5 * 100);
    expect(ids.size).toBe(items);
  });

  test('delay has its effect at once and sends the response later', async () => {
    const timer = Promise.withResolvers<{ ms: number; run: () => void }>();
    let isCarriedOut = false;
    await using server = await serve(
      { kind: 'delay', ms: 150 },
      {
        carryOut: () => {
          isCarriedOut = true;
          return jsonResponse(200, 'late');
        },
        later: (ms, run) => timer.resolve({ ms, run }),
      },
    );
    let isHere = false;
    const response = fetch(server.url).then((late) => {
      isHere = true;
      return late;
    });
    const { ms, run } = await timer.promise;
    expect({ ms, isCarriedOut, isHere }).toEqual({ ms: 150, isCarriedOut: true, isHere: false });
    run();
    expect(await (await response).json()).toBe('late');
  });

  test('delay is measured by a timer of the emulator', async () => {
    await using emulator = await start({ faults: () => ({ kind: 'delay', ms: 1 }) });
    expect((await create(emulator)).status).toBe(201);
  });

  test('delay keeps no process alive once the emulator is closed', async () => {
    const script = `
      const { startEmulator } = await import(${JSON.stringify(import.meta.resolve('../../emulator/server.ts'))});
      const stop = new AbortController();
      const faults = () => {
        setImmediate(() => stop.abort());
        return { kind: 'delay', ms: 3_600_000 };
      };
      const emulator = await startEmulator({ faults });
      await fetch(emulator.url + '/snapshots/', { signal: stop.signal }).catch(() => {});
      await emulator.close();
      console.log(emulator.requests.length);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(stdout).toBe('1\n');
  }, 30_000);

  test('redirect points elsewhere without effect', async () => {
    const location = 'http://127.0.0.1:9/elsewhere';
    await using emulator = await start({ faults: () => ({ kind: 'redirect', status: 302, location }) });
    const response = await create(emulator);
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe(location);
    expect(emulator.model.snapshots()).toEqual([]);
  });
});

describe('The hook', () => {
  test('sees the request and its place', async () => {
    const calls: string[] = [];
    await using emulator = await start({
      faults: ({ method, path, body }, index) => {
        calls.push(`${index} ${method} ${path} ${body.length}`);
        return undefined;
      },
    });
    await create(emulator);
    await list(emulator);
    expect(calls).toEqual(['0 POST /snapshots/ 33', '1 GET /snapshots/ 0']);
  });

  test('can be set and removed', async () => {
    await using emulator = await start();
    emulator.setFaults(() => ({ kind: 'response', status: 500, body: '', effect: false }));
    expect((await list(emulator)).status).toBe(500);
    emulator.setFaults(undefined);
    expect((await list(emulator)).status).toBe(200);
  });

  test('that throws shows in the response', async () => {
    await using emulator = await start();
    emulator.setFaults(() => {
      throw new Error('broken hook');
    });
    const response = await list(emulator);
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('Emulator: Error: broken hook');
  });
});
