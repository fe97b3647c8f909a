import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import { SERVER, scene, theError } from '../support/scene.ts';

function answer(status: number, body: unknown): Fault {
  return { kind: 'answer', status, body: JSON.stringify(body), effect: false };
}

/** The fault for each create, none for what only reads. */
function atCreate(fault: Fault) {
  return ({ method }: { method: string }) => (method === 'POST' ? fault : undefined);
}

describe('A snapshot that the API refuses', () => {
  test('with 400 for its parameters is an error with the field and its words', async () => {
    await scene(async ({ api, run, requests }) => {
      api.setFaults(atCreate(answer(400, { name: ['Ensure this field has no more than 32 characters.'] })));
      const result = await run();
      const error = theError(result);
      expect(error).toMatch(/server 12345 was refused: POST \/snapshots\/ was answered 400: name: Ensure this field/u);
      expect(error).toMatch(/mend what the API names/u);
      expect(result.outputs.snapshot_id).toBe('');
      expect(api.model.snapshots()).toEqual([]);
      expect(requests().filter((request) => request.startsWith('POST'))).toHaveLength(1);
    });
  });

  test('with 400 for a limit of its own lists what the server holds', async () => {
    await scene(
      async ({ api, run }) => {
        for (const name of ['a', 'b', 'c']) api.model.addSnapshot({ serverId: SERVER, name });
        const error = theError(await run());
        expect(error).toMatch(/answered 400: Snapshot limit reached\. A server can have at most 3/u);
        for (const entry of ['801 "a"', '802 "b"', '803 "c"']) expect(error).toContain(entry);
        expect(error).toContain('mode: delete');
        expect(api.model.snapshots()).toHaveLength(3);
      },
      { model: { snapshotLimit: 3 } },
    );
  });

  test('with 400 for a limit that is told by a field says so', async () => {
    await scene(async ({ api, run }) => {
      api.setFaults(atCreate(answer(400, { non_field_errors: ['Snapshot limit reached.'] })));
      expect(theError(await run())).toContain('non_field_errors: Snapshot limit reached.');
    });
  });

  test.each([
    [401, /Check api_token/u],
    [403, /Give the token the permission/u],
  ])('with %d names the token as what to look at', async (status, next) => {
    await scene(async ({ api, run }) => {
      api.setFaults(atCreate(answer(status, { detail: 'Its own words.' })));
      const result = await run();
      const error = theError(result);
      expect(error).toContain(`answered ${status}: Its own words.`);
      expect(error).toMatch(next);
      expect(result.outputs.snapshot_id).toBe('');
      expect(api.model.snapshots()).toEqual([]);
    });
  });

  test('with 404 names the server and server_id', async () => {
    await scene(async ({ api, run }) => {
      const error = theError(await run({ inputs: { server_id: '99999' } }));
      expect(error).toMatch(/server 99999 was refused: .*404: No Server matches/u);
      expect(error).toMatch(/Check server_id/u);
      expect(api.model.snapshots()).toEqual([]);
    });
  });
});

describe('A server that is full', () => {
  test('gets no create; the error lists what it holds', async () => {
    await scene(async ({ api, run, requests }) => {
      for (const name of ['a', 'b', 'c', 'd', 'e']) api.model.addSnapshot({ serverId: SERVER, name });
      const error = theError(await run());
      expect(error).toMatch(/Server 12345 is full: it holds 5 snapshots/u);
      for (const entry of ['801 "a"', '805 "e"', '5,120 MB']) expect(error).toContain(entry);
      expect(error).toMatch(/Delete one/u);
      expect(requests()).toEqual(['GET /snapshots/']);
    });
  });

  test('is not full because of snapshots that failed', async () => {
    await scene(async ({ api, run }) => {
      for (const status of ['failed', 'completed', 'completed', 'completed', 'completed']) {
        api.model.addSnapshot({ serverId: SERVER, name: 'a', status });
      }
      expect((await run({ inputs: { wait: 'false' } })).exitCode).toBe(0);
      expect(api.model.snapshots()).toHaveLength(6);
    });
  });
});

describe('An API that refuses to be read', () => {
  test('with 401 for a wrong token ends the step before anything is sent', async () => {
    await scene(async ({ run, requests }) => {
      const result = await run({ inputs: { api_token: 'wrong-but-secret' } });
      const error = theError(result);
      expect(error).toContain('GET /snapshots/ was answered 401: Invalid token.');
      expect(error).toMatch(/Check api_token/u);
      expect(result.log.replace('::add-mask::wrong-but-secret', '')).not.toContain('wrong-but-secret');
      expect(requests()).toEqual(['GET /snapshots/']);
    });
  });

  test.each([
    ['403', answer(403, { detail: 'No permission.' }), /answered 403: No permission\..*permission/su],
    ['409', answer(409, { error: 'Odd.' }), /answered 409: Odd\./u],
    [
      'a redirect',
      { kind: 'redirect', status: 301, location: 'https://elsewhere.test/' } as const,
      /answered 301.*api_url/su,
    ],
  ])('with %s ends the step at once', async (_what, fault, words) => {
    await scene(async ({ api, run, requests }) => {
      api.setFaults(() => fault);
      expect(theError(await run())).toMatch(words);
      expect(requests()).toEqual(['GET /snapshots/']);
    });
  });

  test.each([
    ['a page of a proxy', { ...answer(200, ''), body: '<html>Sign in</html>' }, /cannot be read/u],
    ['502', { ...answer(502, ''), body: '<html><h1>502 Bad Gateway</h1></html>' }, /answered 502: 502 Bad Gateway/u],
  ])('with %s is asked six times in all', async (_what, fault, words) => {
    await scene(async ({ api, run, requests }) => {
      api.setFaults(() => fault);
      expect(theError(await run())).toMatch(words);
      expect(requests()).toEqual(Array(6).fill('GET /snapshots/'));
    });
  });

  test('for a while only does not hinder', async () => {
    await scene(async ({ api, run }) => {
      api.setFaults((_request, index) => (index < 2 ? answer(503, { detail: 'busy' }) : undefined));
      expect((await run({ inputs: { wait: 'false' } })).exitCode).toBe(0);
      expect(api.model.snapshots()).toHaveLength(1);
    });
  });
});
