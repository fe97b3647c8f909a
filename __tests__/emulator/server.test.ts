import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { startEmulator } from '../../emulator/server.ts';
import { create, list, seen, start } from './start.ts';

describe('The emulator', () => {
  test('carries requests out on its model', async () => {
    await using emulator = await start();
    const response = await create(emulator);
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({ id: 801, status: 'in_progress' });
    expect(emulator.model.snapshots()).toHaveLength(1);
  });

  test('responds to a delete with 204 and nothing', async () => {
    await using emulator = await start();
    emulator.model.addSnapshot({ id: 7, serverId: 12345, name: 'a' });
    const headers = { authorization: `Bearer ${emulator.token}` };
    const response = await fetch(`${emulator.url}/snapshots/7/`, { method: 'DELETE', headers });
    expect(response.status).toBe(204);
    expect(await response.text()).toBe('');
  });

  test('records each request with its body and the status sent', async () => {
    await using emulator = await start({ token: 'abc' });
    await create(emulator);
    await fetch(`${emulator.url}/snapshots/?server_id=12345`);
    expect(emulator.requests).toMatchObject([
      {
        method: 'POST',
        path: '/api/v1/snapshots/',
        headers: { authorization: 'Bearer abc', 'content-type': 'application/json' },
        body: '{"server_id": 12345, "name": "a"}',
        atMs: expect.any(Number),
        status: 201,
      },
      { method: 'GET', path: '/api/v1/snapshots/?server_id=12345', body: '', status: 401 },
    ]);
  });

  test('passes the options of the model on', async () => {
    await using emulator = await start({ model: { pageSize: 1 } });
    emulator.model.addSnapshot({ serverId: 12345, name: 'a' });
    emulator.model.addSnapshot({ serverId: 12345, name: 'b' });
    expect(await (await list(emulator)).json()).toMatchObject({ next: `${emulator.url}/snapshots/?page=2` });
  });

  test('lets API time run faster than real time', async () => {
    await using emulator = await start({ speed: 1_000_000 });
    await create(emulator);
    // Six minutes of API time; the test times out if that does not come soon.
    while (emulator.model.snapshots()[0]?.status !== 'completed') {
      await list(emulator);
    }
    expect(await (await list(emulator)).json()).toMatchObject({ results: [{ status: 'completed' }] });
  });

  test('takes a clock from outside', async () => {
    let now = 0;
    await using emulator = await start({ clock: () => now });
    await create(emulator);
    expect(emulator.model.snapshots()).toMatchObject([{ createdAt: 0, status: 'in_progress' }]);
    now = 6 * 60_000;
    expect(emulator.model.snapshots()).toMatchObject([{ status: 'completed' }]);
  });

  test.each([
    [{}, '2025-01-16T00:00:00Z', 'Thu, 16 Jan 2025 00:00:00 GMT'],
    [{ clockSkewMs: -60_000 }, '2025-01-15T23:59:00Z', 'Wed, 15 Jan 2025 23:59:00 GMT'],
    [{ dateSkewMs: 60_000 }, '2025-01-16T00:00:00Z', 'Thu, 16 Jan 2025 00:01:00 GMT'],
  ])('shows API time in its times and in the header Date, with %j', async (skew, createdAt, date) => {
    await using emulator = await start({ clock: () => Date.parse('2025-01-16T00:00:00Z'), ...skew });
    const response = await create(emulator);
    expect(response.headers.get('date')).toBe(date);
    expect(await response.json()).toMatchObject({ created_at: createdAt });
  });

  test.each(['/', '/api/v1', '/api/v2/snapshots/', '/snapshots/'])(
    'responds to %s, outside its base, with a page and 404',
    async (path) => {
      await using emulator = await start();
      const response = await fetch(new URL(path, emulator.url));
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(await response.text()).toContain('<h1>Not Found</h1>');
    },
  );

  test('redirects a path without its last slash to itself', async () => {
    await using emulator = await start();
    const response = await fetch(`${emulator.url}/snapshots?server_id=1`, { redirect: 'manual' });
    expect(response.status).toBe(301);
    expect(response.headers.get('location')).toBe(`${emulator.url}/snapshots/?server_id=1`);
  });

  test('responds with 413 to a body over 64 KiB and keeps no more of it', async () => {
    await using emulator = await start();
    const headers = { authorization: `Bearer ${emulator.token}`, 'content-type': 'application/json' };
    const send = (body: string) => fetch(`${emulator.url}/snapshots/`, { method: 'POST', headers, body });
    expect((await send(' '.repeat(64 * 1024))).status).toBe(400);
    expect((await send(' '.repeat(300 * 1024))).status).toBe(413);
    expect(emulator.requests.map(({ body }) => body.length)).toEqual([64 * 1024, 64 * 1024]);
  });

  test('does not carry out a request whose body is cut off', async () => {
    const done = Promise.withResolvers<void>();
    await using emulator = await start({ onDone: () => done.resolve() });
    const methods: string[] = [];
    emulator.setFaults(({ method }) => {
      methods.push(method);
      return undefined;
    });
    const body = '{"server_id": 12345, "name": "a"}';
    const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      `POST /api/v1/snapshots/ HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${emulator.token}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length + 1}\r\n\r\n${body}`,
    );
    await seen(emulator, 1);
    socket.destroy();
    await done.promise;
    expect(emulator.requests).toMatchObject([{ method: 'POST', status: 'none' }]);
    expect(methods).toEqual([]);
    expect(emulator.model.snapshots()).toEqual([]);
  });

  test('reports each request once when it is done', async () => {
    const done: string[] = [];
    const both = Promise.withResolvers<void>();
    await using emulator = await start({
      onDone: ({ method, status }) => {
        if (done.push(`${method} ${status}`) === 2) {
          both.resolve();
        }
      },
    });
    await (await create(emulator)).text();
    emulator.setFaults(() => ({ kind: 'lost-before' }));
    await list(emulator).catch(() => {});
    await both.promise;
    await emulator.close();
    expect(done).toEqual(['POST 201', 'GET none']);
  });

  test('makes a token of its own each time', async () => {
    await using one = await start();
    await using other = await start();
    expect(one.token).toMatch(/^vps_[0-9a-f]{40}$/);
    expect(other.token).not.toBe(one.token);
  });

  test('rejects if its port is taken', async () => {
    await using emulator = await start();
    await expect(startEmulator({ port: Number(new URL(emulator.url).port) })).rejects.toThrow('EADDRINUSE');
  });
});

describe('Closing', () => {
  test('destroys idle and waiting connections', async () => {
    const emulator = await startEmulator({ faults: () => ({ kind: 'silence', effect: false }) });
    const idle = connect(Number(new URL(emulator.url).port), '127.0.0.1');
    await once(idle, 'connect');
    const idleClosed = once(idle, 'close');
    const waiting = list(emulator).catch(() => 'ended');
    await seen(emulator, 1);
    await emulator.close();
    await idleClosed;
    expect(await waiting).toBe('ended');
  });

  test('may be done twice, and by its scope', async () => {
    let url: string;
    {
      await using emulator = await startEmulator();
      url = emulator.url;
      await emulator.close();
      await emulator.close();
    }
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    {
      await using emulator = await startEmulator();
      url = emulator.url;
    }
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});
