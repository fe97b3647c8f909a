import { describe, expect, test } from '@jest/globals';
import { expectGood, SERVER, SPEED, scene, theError } from '../support/scene.ts';

const NEVER = { timeline: [{ atMs: 0, status: 'in_progress' }] };

describe('The wait for a snapshot', () => {
  test('is left out with wait: false', async () => {
    await scene(async ({ run, requests }) => {
      const result = await run({ inputs: { wait: 'false' } });
      expectGood(result);
      expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'in_progress', created: 'true', size_mb: '' });
      expect(requests()).toEqual(['GET /snapshots/', 'POST /snapshots/']);
    });
  });

  test('begins when the id is put out already: a step that is killed still knows its snapshot', async () => {
    await scene(async ({ api, run }) => {
      api.model.planNextSnapshot(NEVER);
      const result = await run({ signalAt: { text: 'is in_progress', signal: 'SIGKILL' } });
      expect(result.exitCode).toBeNull();
      expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'in_progress', created: 'true' });
      expect(JSON.parse(result.outputs.snapshots ?? '')).toMatchObject([{ server_id: SERVER, snapshot_id: 801 }]);
    });
  });

  test('of one server is not waited for to put out the id of another', async () => {
    await scene(async ({ api, run }) => {
      api.model.addServer({ id: 222 });
      api.setFaults(({ body }) => (body.includes('222') ? { kind: 'silence', effect: false } : undefined));
      const result = await run({
        inputs: { server_id: `222,${SERVER}` },
        signalAt: { text: 'now to see whether it was begun', signal: 'SIGKILL' },
      });
      expect(result.exitCode).toBeNull();
      expect(result.outputs).toMatchObject({ snapshot_id: ',801', status: ',in_progress' });
    });
  });

  test('for one that an earlier attempt began comes after its id is put out', async () => {
    await scene(async ({ api, run }) => {
      api.model.planNextSnapshot(NEVER);
      await run({ inputs: { wait: 'false' } });
      const signalAt = { text: 'is in_progress', signal: 'SIGKILL' } as const;
      const result = await run({ env: { GITHUB_RUN_ATTEMPT: '2' }, signalAt });
      expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'in_progress', created: 'false' });
    });
  });

  test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])(
    'ends with %s, which tells the id and what goes on',
    async (signal) => {
      await scene(async ({ api, run }) => {
        api.model.planNextSnapshot(NEVER);
        const result = await run({ signalAt: { text: 'is in_progress', signal } });
        const error = theError(result);
        expect(error).toContain(`Cancelled: the runner sent ${signal}`);
        expect(error).toMatch(/snapshot 801 .*"in_progress".* goes on/u);
        expect(result.outputs.snapshot_id).toBe('801');
        expect(result.summary).toContain('801');
        expect(result.afterSignalMs).toBeLessThan(2000);
      });
    },
  );

  test('goes on through a status that the API does not document, and names it once', async () => {
    await scene(async ({ api, run }) => {
      api.model.planNextSnapshot({
        timeline: [
          { atMs: 0, status: 'queued' },
          { atMs: 18_000, status: 'completed' },
        ],
      });
      const result = await run();
      expectGood(result);
      expect(result.outputs.status).toBe('completed');
      expect(result.log.match(/is queued, a status that the API does not document/gu)).toHaveLength(1);
    });
  });

  test('fails at once with a snapshot that has failed, and puts out its id and status', async () => {
    await scene(async ({ api, run, requests }) => {
      api.model.planNextSnapshot({ timeline: [{ atMs: 0, status: 'failed' }] });
      const result = await run();
      const error = theError(result);
      expect(error).toMatch(/snapshot 801 .* of server 12345 .* ended as "failed"/u);
      expect(error).toMatch(/server runs on as it was/u);
      expect(error).toMatch(/run the job again/u);
      expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'failed' });
      expect(requests()).toEqual(['GET /snapshots/', 'POST /snapshots/']);
    });
  });

  test('fails with a snapshot that vanishes', async () => {
    await scene(async ({ api, run }) => {
      api.model.planNextSnapshot({ ...NEVER, goneAfterMs: 30_000 });
      expect(theError(await run())).toMatch(/snapshot 801 .* vanished .*"in_progress"/u);
    });
  });

  test('fails at the deadline and says what goes on', async () => {
    await scene(async ({ api, run }) => {
      api.model.planNextSnapshot(NEVER);
      const result = await run({ inputs: { timeout_minutes: '0.7' } });
      const error = theError(result);
      expect(error).toMatch(/snapshot 801 .* not complete after \d+ s \(timeout_minutes\).*"in_progress"/u);
      expect(error).toMatch(/VPS\.org goes on with it/u);
      expect(error).toMatch(/raise timeout_minutes/u);
      expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'in_progress' });
    });
  });

  test('gives a snapshot that the list is slow to show its time', async () => {
    await scene(async ({ api, run }) => {
      api.model.planNextSnapshot({ hiddenMs: 12_000 });
      const result = await run();
      expectGood(result);
      expect(result.outputs.status).toBe('completed');
    });
  });

  test('asks as often as poll_interval_seconds says', async () => {
    await scene(async ({ api, run }) => {
      await run({ inputs: { poll_interval_seconds: '11' } });
      const polls = api.requests.slice(2).map(({ atMs }) => atMs * SPEED);
      expect(polls.length).toBeGreaterThanOrEqual(1);
      expect(polls.length).toBeLessThanOrEqual(2);
    });
  });

  test('goes on through faults of single polls', async () => {
    await scene(async ({ api, run }) => {
      const faults = [
        undefined,
        undefined,
        { kind: 'answer', status: 503, body: '', effect: false } as const,
        { kind: 'lost-before' } as const,
        { kind: 'half' } as const,
      ];
      api.setFaults((_request, index) => faults[index]);
      const result = await run();
      expectGood(result);
      expect(result.log.match(/the wait goes on/gu)).toHaveLength(3);
    });
  });

  test.each([401, 403])('breaks with a %d and says that the snapshot goes on', async (status) => {
    await scene(async ({ api, run }) => {
      api.setFaults((_request, index) =>
        index >= 2 ? { kind: 'answer', status, body: '{"detail":"No more."}', effect: false } : undefined,
      );
      const result = await run();
      const error = theError(result);
      expect(error).toContain(`answered ${status}: No more.`);
      expect(error).toMatch(/goes on with it; it was last "in_progress"/u);
      expect(result.outputs.snapshot_id).toBe('801');
    });
  });
});
