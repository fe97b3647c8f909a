import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, get, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { sendFault } from '../../emulator/fault-answers.ts';
import type { Fault } from '../../emulator/faults.ts';
import type { Emulator } from '../../emulator/server.ts';
import { create, list, withEmulator } from './running-emulator.ts';

/** Creates a snapshot under the fault and gives what `use` wants to see. */
function under(fault: Fault, use: (emulator: Emulator) => Promise<void>): Promise<void> {
  return withEmulator({ faults: () => fault }, use);
}

function refuseToCarryOut(): never {
  throw new Error('The request was carried out.');
}

function refuseToWait(): never {
  throw new Error('A timer was set.');
}

describe('The fault', () => {
  test('lost-before resets the connection without effect', () =>
    under({ kind: 'lost-before' }, async (emulator) => {
      await expect(create(emulator)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
      expect(emulator.model.snapshots()).toEqual([]);
      expect(emulator.requests).toMatchObject([{ method: 'POST', status: 'none' }]);
    }));

  test('lost-after resets the connection with effect', () =>
    under({ kind: 'lost-after' }, async (emulator) => {
      await expect(create(emulator)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
      expect(emulator.model.snapshots()).toHaveLength(1);
      expect(emulator.requests).toMatchObject([{ status: 'none' }]);
    }));

  test.each([true, false])('answer answers something else, with effect: %s', (effect) =>
    under(
      { kind: 'answer', status: 503, body: '{"detail":"busy"}', headers: { 'retry-after': '7' }, effect },
      async (emulator) => {
        const answer = await create(emulator);
        expect(answer.status).toBe(503);
        expect(answer.headers.get('retry-after')).toBe('7');
        expect(answer.headers.get('content-type')).toBe('application/json');
        expect(await answer.text()).toBe('{"detail":"busy"}');
        expect(emulator.model.snapshots()).toHaveLength(effect ? 1 : 0);
        expect(emulator.requests).toMatchObject([{ status: 503 }]);
      },
    ),
  );

  test('answer can be a page', () =>
    under(
      { kind: 'answer', status: 502, body: '<h1>', headers: { 'content-type': 'text/html' }, effect: false },
      async (emulator) => {
        expect((await create(emulator)).headers.get('content-type')).toBe('text/html');
      },
    ));

  test('half promises the whole, sends half and ends the connection', () =>
    under({ kind: 'half' }, async (emulator) => {
      const answer = await create(emulator);
      expect(answer.status).toBe(201);
      let text = '';
      const reading = (async () => {
        for await (const chunk of answer.body ?? []) {
          text += Buffer.from(chunk).toString();
        }
      })();
      await expect(reading).rejects.toThrow('terminated');
      expect(text.length).toBe(Math.floor(Number(answer.headers.get('content-length')) / 2));
      expect(text).toMatch(/^\{"id":801,/);
      expect(emulator.model.snapshots()).toHaveLength(1);
    }));

  test('half of an answer without a body sends nothing', () =>
    under({ kind: 'half' }, async ({ url, token, model, requests }) => {
      model.addSnapshot({ id: 7, serverId: 12345, name: 'a' });
      const headers = { authorization: `Bearer ${token}` };
      await expect(fetch(`${url}/snapshots/7/`, { method: 'DELETE', headers })).rejects.toThrow('fetch failed');
      expect(model.snapshots()).toEqual([]);
      expect(requests).toMatchObject([{ status: 'none' }]);
    }));

  test.each([true, false])('silence never answers, with effect: %s', (effect) =>
    under({ kind: 'silence', effect }, async (emulator) => {
      const stop = new AbortController();
      emulator.setFaults(() => {
        // After this hook the request is carried out; the next turn of the loop finds it so.
        setImmediate(() => stop.abort(new Error('nobody answers')));
        return { kind: 'silence', effect };
      });
      await expect(create(emulator, stop.signal)).rejects.toThrow('nobody answers');
      expect(emulator.model.snapshots()).toHaveLength(effect ? 1 : 0);
      expect(emulator.requests).toMatchObject([{ status: 'none' }]);
    }),
  );

  test.each([true, false])('stall stops in the middle of the body, with effect: %s', (effect) =>
    under({ kind: 'stall', effect }, async (emulator) => {
      const stop = new AbortController();
      const answer = await create(emulator, stop.signal);
      expect(answer.status).toBe(effect ? 201 : 200);
      const text = answer.text();
      // The head is here; what was sent of the body has come, too, and no more will.
      setImmediate(() => stop.abort(new Error('nothing more comes')));
      await expect(text).rejects.toThrow('nothing more comes');
      expect(emulator.model.snapshots()).toHaveLength(effect ? 1 : 0);
    }),
  );

  test('endless goes on until the client leaves', async () => {
    const done = Promise.withResolvers<void>();
    await withEmulator({ faults: () => ({ kind: 'endless' }), onDone: () => done.resolve() }, async (emulator) => {
      const answer = await list(emulator);
      expect(answer.status).toBe(200);
      let length = 0;
      for await (const chunk of answer.body ?? []) {
        length += chunk.length;
        if (length > 20_000_000) {
          break;
        }
      }
      await done.promise;
      expect(length).toBeGreaterThan(20_000_000);
    });
  });

  test('endless waits for a client that does not read', async () => {
    const waiting = Promise.withResolvers<ServerResponse>();
    const server = createServer((_, response) => {
      sendFault({ kind: 'endless' }, response, refuseToCarryOut, refuseToWait);
      waiting.resolve(response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const request = get({ port, host: '127.0.0.1' }, (answer) => answer.pause());
    const response = await waiting.promise;
    await pause(300);
    expect(response.writableNeedDrain).toBe(true);
    expect(response.writableLength).toBeLessThan(200_000);
    request.destroy();
    server.closeAllConnections();
    server.close();
  });

  test('delay has its effect at once and answers later', () =>
    under({ kind: 'delay', ms: 150 }, async (emulator) => {
      const before = performance.now();
      const creating = create(emulator);
      await pause(75);
      expect(emulator.model.snapshots()).toHaveLength(1);
      expect((await creating).status).toBe(201);
      expect(performance.now() - before).toBeGreaterThan(140);
    }));

  test('delay keeps no process alive once the emulator is closed', async () => {
    const script = `
      const { startEmulator } = await import(${JSON.stringify(import.meta.resolve('../../emulator/server.ts'))});
      const emulator = await startEmulator({ faults: () => ({ kind: 'delay', ms: 60_000 }) });
      await fetch(emulator.url + '/snapshots/', { signal: AbortSignal.timeout(1000) }).catch(() => {});
      await emulator.close();
      console.log(emulator.requests.length);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      timeout: 4000,
    });
    expect(stdout).toBe('1\n');
  });

  test('redirect points elsewhere without effect', () =>
    under({ kind: 'redirect', status: 302, location: 'http://127.0.0.1:9/elsewhere' }, async (emulator) => {
      const answer = await create(emulator);
      expect(answer.status).toBe(302);
      expect(answer.headers.get('location')).toBe('http://127.0.0.1:9/elsewhere');
      expect(emulator.model.snapshots()).toEqual([]);
    }));
});

describe('The hook', () => {
  test('sees the request and its place', () => {
    const seen: string[] = [];
    return withEmulator(
      {
        faults: ({ method, path, body }, index) => {
          seen.push(`${index} ${method} ${path} ${body.length}`);
          return undefined;
        },
      },
      async (emulator) => {
        await create(emulator);
        await list(emulator);
        expect(seen).toEqual(['0 POST /snapshots/ 33', '1 GET /snapshots/ 0']);
      },
    );
  });

  test('can be set and taken away', () =>
    withEmulator({}, async (emulator) => {
      emulator.setFaults(() => ({ kind: 'answer', status: 500, body: '', effect: false }));
      expect((await list(emulator)).status).toBe(500);
      emulator.setFaults(undefined);
      expect((await list(emulator)).status).toBe(200);
    }));

  test('that throws is told in the answer', () =>
    withEmulator({}, async (emulator) => {
      emulator.setFaults(() => {
        throw new Error('broken hook');
      });
      const answer = await list(emulator);
      expect(answer.status).toBe(500);
      expect(await answer.text()).toBe('Emulator: Error: broken hook');
    }));
});
