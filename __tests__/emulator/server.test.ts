import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { startEmulator } from '../../emulator/server.ts';
import { create, list, withEmulator } from './running-emulator.ts';

describe('The emulator', () => {
  test('carries requests out on its model', () =>
    withEmulator({}, async (emulator) => {
      const answer = await create(emulator);
      expect(answer.status).toBe(201);
      expect(answer.headers.get('content-type')).toBe('application/json');
      expect(await answer.json()).toMatchObject({ id: 801, status: 'in_progress' });
      expect(emulator.model.snapshots()).toHaveLength(1);
    }));

  test('answers a delete with 204 and nothing', () =>
    withEmulator({}, async (emulator) => {
      emulator.model.addSnapshot({ id: 7, serverId: 12345, name: 'a' });
      const headers = { authorization: `Bearer ${emulator.token}` };
      const answer = await fetch(`${emulator.url}/snapshots/7/`, { method: 'DELETE', headers });
      expect(answer.status).toBe(204);
      expect(await answer.text()).toBe('');
    }));

  test('records each request with its body and the status sent', () =>
    withEmulator({ token: 'abc' }, async (emulator) => {
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
    }));

  test('passes the options of the model on', () =>
    withEmulator({ model: { pageSize: 1 } }, async (emulator) => {
      emulator.model.addSnapshot({ serverId: 12345, name: 'a' });
      emulator.model.addSnapshot({ serverId: 12345, name: 'b' });
      expect(await (await list(emulator)).json()).toMatchObject({
        next: `${emulator.url}/snapshots/?page=2`,
      });
    }));

  test('lets the time of the API run faster than the real one', () =>
    withEmulator({ speed: 1_000_000 }, async (emulator) => {
      await create(emulator);
      await pause(20);
      expect(await (await list(emulator)).json()).toMatchObject({ results: [{ status: 'completed' }] });
    }));

  test('takes a clock from outside', () => {
    let now = 0;
    return withEmulator({ clock: () => now }, async (emulator) => {
      await create(emulator);
      expect(emulator.model.snapshots()).toMatchObject([{ createdAt: 0, status: 'in_progress' }]);
      now = 6 * 60_000;
      expect(emulator.model.snapshots()).toMatchObject([{ status: 'completed' }]);
    });
  });

  test.each(['/', '/api/v1', '/api/v2/snapshots/', '/snapshots/'])(
    'answers %s, outside its base, with a page and 404',
    (path) =>
      withEmulator({}, async ({ url }) => {
        const answer = await fetch(new URL(path, url));
        expect(answer.status).toBe(404);
        expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
        expect(await answer.text()).toContain('<h1>Not Found</h1>');
      }),
  );

  test('redirects an address without its last slash to itself', () =>
    withEmulator({}, async ({ url }) => {
      const answer = await fetch(`${url}/snapshots?server_id=1`, { redirect: 'manual' });
      expect(answer.status).toBe(301);
      expect(answer.headers.get('location')).toBe(`${url}/snapshots/?server_id=1`);
    }));

  test('answers 413 to a body over 64 KiB and keeps no more of it', () =>
    withEmulator({}, async (emulator) => {
      const headers = { authorization: `Bearer ${emulator.token}`, 'content-type': 'application/json' };
      const send = (body: string) => fetch(`${emulator.url}/snapshots/`, { method: 'POST', headers, body });
      expect((await send(' '.repeat(64 * 1024))).status).toBe(400);
      expect((await send(' '.repeat(300 * 1024))).status).toBe(413);
      expect(emulator.requests.map(({ body }) => body.length)).toEqual([64 * 1024, 64 * 1024]);
    }));

  test('does not carry out a request whose body is cut off', () =>
    withEmulator({}, async (emulator) => {
      const body = '{"server_id": 12345, "name": "a"}';
      const done = Promise.withResolvers<void>();
      const seen: string[] = [];
      emulator.setFaults(({ method }) => {
        seen.push(method);
        return undefined;
      });
      const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1');
      socket.on('error', () => {});
      socket.write(
        `POST /api/v1/snapshots/ HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${emulator.token}\r\n` +
          `Content-Type: application/json\r\nContent-Length: ${body.length + 1}\r\n\r\n${body}`,
        () => setTimeout(() => socket.destroy(), 20),
      );
      socket.once('close', () => setTimeout(done.resolve, 20));
      await done.promise;
      expect(emulator.requests).toMatchObject([{ method: 'POST', status: 'none' }]);
      expect(seen).toEqual([]);
      expect(emulator.model.snapshots()).toEqual([]);
    }));

  test('tells once of each request that is done', async () => {
    const done: string[] = [];
    await withEmulator({ onDone: ({ method, status }) => done.push(`${method} ${status}`) }, async (emulator) => {
      await (await create(emulator)).text();
      emulator.setFaults(() => ({ kind: 'lost-before' }));
      await list(emulator).catch(() => {});
    });
    expect(done).toEqual(['POST 201', 'GET none']);
  });

  test('makes a token of its own each time', () =>
    withEmulator({}, (one) =>
      withEmulator({}, async (other) => {
        expect(one.token).toMatch(/^[0-9a-f]{40}$/);
        expect(other.token).not.toBe(one.token);
      }),
    ));

  test('rejects where its port is taken', () =>
    withEmulator({}, async ({ url }) => {
      await expect(startEmulator({ port: Number(new URL(url).port) })).rejects.toThrow('EADDRINUSE');
    }));
});

describe('Closing', () => {
  test('destroys connections that have sent nothing and those that wait, at once', async () => {
    const emulator = await startEmulator({ faults: () => ({ kind: 'silence', effect: false }) });
    const idle = connect(Number(new URL(emulator.url).port), '127.0.0.1');
    await once(idle, 'connect');
    const idleClosed = once(idle, 'close');
    const waiting = list(emulator).catch(() => 'ended');
    while (emulator.requests.length === 0) {
      await pause(5);
    }
    const before = performance.now();
    await emulator.close();
    await idleClosed;
    expect(await waiting).toBe('ended');
    expect(performance.now() - before).toBeLessThan(500);
  });

  test('may be done twice', async () => {
    const emulator = await startEmulator();
    await emulator.close();
    await emulator.close();
    await expect(fetch(emulator.url)).rejects.toThrow('fetch failed');
  });
});
