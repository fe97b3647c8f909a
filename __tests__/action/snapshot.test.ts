import { describe, expect, test } from '@jest/globals';
import { SHA } from '../support/action.ts';
import { expectGood, SERVER, scene } from '../support/scene.ts';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u;

describe('mode: snapshot', () => {
  test('takes a snapshot named after the commit, waits until it is complete and puts out all of it', async () => {
    await scene(async ({ api, run, requests }) => {
      const result = await run();
      expectGood(result);
      expect(result.outputs).toMatchObject({
        snapshot_id: '801',
        snapshot_name: SHA,
        status: 'completed',
        created: 'true',
        size_mb: '5120',
        created_at: expect.stringMatching(TIME),
        duration_seconds: expect.stringMatching(/^\d+$/u),
      });
      expect(Number(result.outputs.duration_seconds)).toBeGreaterThanOrEqual(20);
      expect(JSON.parse(result.outputs.snapshots ?? '')).toEqual([
        {
          server_id: SERVER,
          snapshot_id: 801,
          name: SHA,
          status: 'completed',
          size_mb: 5120,
          created_at: result.outputs.created_at,
          created: true,
        },
      ]);
      expect(api.model.snapshots()).toMatchObject([{ id: 801, serverId: SERVER, name: SHA, status: 'completed' }]);
      expect(requests().filter((request) => request !== 'GET /snapshots/')).toEqual(['POST /snapshots/']);
      expect(requests().slice(0, 2)).toEqual(['GET /snapshots/', 'POST /snapshots/']);
    });
  });

  test('asks for the list of its one server', async () => {
    await scene(async ({ api, run }) => {
      await run();
      const gets = api.requests.filter(({ method }) => method === 'GET').map(({ path }) => path);
      expect(new Set(gets)).toEqual(new Set([`/api/v1/snapshots/?server_id=${SERVER}`]));
    });
  });

  test('says in the log what it does, in parts that can be folded', async () => {
    await scene(async ({ run }) => {
      const { log } = await run();
      expect(log).toMatch(new RegExp(`^::group::.*${SHA}.*${SERVER}$`, 'mu'));
      expect(log).toMatch(new RegExp(`^snapshot 801 of server ${SERVER} \\(web-1\\) has begun`, 'mu'));
      expect(log).toMatch(/snapshot 801 .* is complete, 5,120 MB/u);
      expect(log.indexOf('::endgroup::')).toBeGreaterThan(log.indexOf('is complete'));
    });
  });

  test('marks the snapshot with a line of at most 200 characters behind the description of the user', async () => {
    await scene(async ({ api, run }) => {
      await run({ inputs: { description: 'Before the deploy of größe 💾' } });
      const [snapshot] = api.model.snapshots();
      const [text, line = '', ...more] = snapshot?.description.split('\n') ?? [];
      expect(text).toBe('Before the deploy of größe 💾');
      expect(line).toMatch(/^acme\/shop@3f2a9c1 run 7001 attempt 1 \[vps-snapshot:1:[0-9a-f]{16}:[0-9a-f]{16}\]$/u);
      expect(more).toEqual([]);
    });
  });

  test('marks the snapshot with that line alone where there is no description, also of a long repository', async () => {
    await scene(async ({ api, run }) => {
      await run({ env: { GITHUB_REPOSITORY: `${'o'.repeat(39)}/${'r'.repeat(100)}` }, inputs: { wait: 'false' } });
      const [snapshot] = api.model.snapshots();
      expect(snapshot?.description.length).toBeLessThanOrEqual(200);
      expect(snapshot?.description).toMatch(/^o*\/r{100}@3f2a9c1 run 7001 attempt 1 \[vps-snapshot:1:/u);
    });
  });

  test('takes over what an earlier attempt of this step took, and creates nothing', async () => {
    await scene(async ({ run, requests }) => {
      await run();
      const before = requests().length;
      const again = await run({ env: { GITHUB_RUN_ATTEMPT: '2' } });
      expectGood(again);
      expect(again.outputs).toMatchObject({ snapshot_id: '801', created: 'false', status: 'completed' });
      expect(requests().slice(before)).toEqual(['GET /snapshots/']);
    });
  });

  test('takes another one in another run for the same commit', async () => {
    await scene(async ({ run }) => {
      await run({ inputs: { wait: 'false' } });
      const other = await run({ inputs: { wait: 'false' }, env: { GITHUB_RUN_ID: '7002' } });
      expect(other.outputs).toMatchObject({ snapshot_id: '802', created: 'true' });
    });
  });
});
