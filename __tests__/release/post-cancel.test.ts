import { describe, expect, test } from '@jest/globals';
import { jobOf } from '../support/job.ts';
import { scene } from '../support/scene.ts';
import { addServer, COMPLETE_AT_ONCE, changes, NEVER_COMPLETE, SHORT_RESTORE } from './world.ts';

const inputs = { rollback_on: 'cancelled' };
/** The time of the action is real, as that to its end after a signal is. */
const REAL = 1;

describe('A job that is cancelled while the snapshot is being made', () => {
  test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])('ends within 2 s of %s and keeps the id', async (signal) => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(NEVER_COMPLETE);
      const signalAt = { text: 'has begun', signal };
      const { main, post } = await jobOf(set).step({ inputs, speed: REAL, signalAt });
      expect(main.exitCode).toBe(1);
      expect(main.afterSignalMs).toBeLessThan(2000);
      expect(main.outputs).toMatchObject({ snapshot_id: '801', status: 'in_progress', created: 'true' });
      expect(main.errors).toHaveLength(1);
      expect(main.errors[0]).toContain(`sent ${signal}`);
      expect(main.errors[0]).toMatch(/snapshot 801 .* is "in_progress"; VPS\.org goes on with it/u);
      expect(main.summary).toContain('801');
      expect(JSON.parse(main.state.snapshots ?? '')).toMatchObject([{ server: '12345', id: '801' }]);

      const { exitCode, warnings } = await post('cancelled');
      expect(exitCode).toBe(0);
      expect(warnings.join()).toMatch(/No rollback of server 12345, though the job ended with cancelled/u);
      expect(warnings.join()).toMatch(/snapshot 801 .* is not complete, it is "in_progress"/u);
      expect(changes(set)).toEqual(['POST /snapshots/']);
    });
  });

  test('is put back to it where it has become complete by the end of the job', async () => {
    await scene(async (set) => {
      const { main, post } = await jobOf(set).step({
        inputs,
        speed: REAL,
        signalAt: { text: 'has begun', signal: 'SIGINT' },
      });
      expect(main.exitCode).toBe(1);
      set.api.model.removeSnapshot(801);
      set.api.model.addSnapshot({ id: 801, serverId: 12345, name: 'the-same-now-complete' });
      set.api.model.planNextRestore(SHORT_RESTORE);
      expect((await post('cancelled')).exitCode).toBe(0);
      expect(set.api.model.restores()).toMatchObject([{ snapshotId: 801 }]);
    });
  });

  test.each([
    ['is found by its marker after the job, as the answer with its id never came', true],
    ['is missed after the job, where the create was never carried out', false],
  ])('%s', async (_, effect) => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.model.planNextRestore(SHORT_RESTORE);
      // Named alike, but not made by this step.
      set.api.model.addSnapshot({ id: 7, serverId: 12345, name: '3f2a9c1e5b7d4860a1b2c3d4e5f60718293a4b5c' });
      const happened = new Promise<void>((resolve) => {
        set.api.setFaults(({ method }) => {
          if (method !== 'POST') return undefined;
          resolve();
          return { kind: 'silence', effect };
        });
      });
      const signalWhen = { happened, signal: 'SIGINT' } as const;
      const { main, post } = await jobOf(set).step({ inputs, speed: REAL, signalWhen });
      expect(main.exitCode).toBe(1);
      expect(main.afterSignalMs).toBeLessThan(2000);
      expect(main.outputs.snapshot_id).toBe('');
      expect(main.errors.join()).toContain('A create may be under way on server 12345');
      expect(main.state.snapshots).toContain('12345');

      set.api.setFaults(undefined);
      const { exitCode, warnings } = await post('cancelled');
      expect(exitCode).toBe(0);
      expect(set.api.model.restores().map(({ snapshotId }) => snapshotId)).toEqual(effect ? [801] : []);
      expect(warnings).toHaveLength(effect ? 0 : 1);
      if (!effect) expect(warnings[0]).toMatch(/Server 12345: the snapshot .* of this step is not there/u);
    });
  });
});

describe('After a cancel', () => {
  test('the restore is watched for two minutes and no longer, then a warning says that it goes on', async () => {
    const SPEED = 120;
    await scene(
      async (set) => {
        set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
        set.api.model.planNextRestore({
          timeline: [
            { atMs: 0, status: 'restoring' },
            { atMs: 480_000, status: 'active' },
          ],
        });
        const { post } = await jobOf(set).step({ inputs, speed: SPEED });
        const from = set.api.requests.length;
        const { exitCode, errors, warnings, summary } = await post('cancelled', { speed: SPEED });
        expect([exitCode, errors]).toEqual([0, []]);
        expect(warnings).toHaveLength(1);
        expect(warnings[0]).toMatch(/restore of snapshot 801 .* is not over .* server is "restoring"/u);
        expect(warnings[0]).toContain('goes on with the restore');
        expect(summary).toContain('restoring');
        expect(summary).not.toContain('✅');
        const [first, ...rest] = set.api.requests.slice(from).map(({ atMs }) => atMs * SPEED);
        const watched = (rest.at(-1) ?? 0) - (first ?? 0);
        expect(watched).toBeGreaterThan(100_000);
        expect(watched).toBeLessThan(125_000);
      },
      { speed: 120 },
    );
  });

  test('there is no time for a safety snapshot and a health check', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.model.planNextRestore(SHORT_RESTORE);
      const { post } = await jobOf(set).step({
        inputs: { ...inputs, safety_snapshot: 'true', health_check_url: `${set.api.url}/not-here` },
      });
      expect((await post('cancelled')).exitCode).toBe(0);
      expect(changes(set)).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
      expect(set.requests()).not.toContain('GET /not-here');
    });
  });
});

describe('A job that is cancelled while a step of it puts the server back', () => {
  const EIGHT_MINUTES = {
    timeline: [
      { atMs: 0, status: 'restoring' },
      { atMs: 480_000, status: 'active' },
    ],
  };

  test('ends within 2 s, says that the restore goes on, and does not begin it again after the job', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.model.planNextRestore(EIGHT_MINUTES);
      const job = jobOf(set);
      const snapshot = await job.step({ inputs });
      const rollback = await job.step({
        inputs: { mode: 'rollback', snapshot_id: '801' },
        speed: REAL,
        signalAt: { text: 'has begun', signal: 'SIGINT' },
      });
      expect(rollback.main.exitCode).toBe(1);
      expect(rollback.main.afterSignalMs).toBeLessThan(2000);
      expect(rollback.main.errors[0]).toMatch(/The restore of snapshot 801 .* goes on; .* down until it is over/u);
      expect(rollback.main.outputs).toMatchObject({ snapshot_id: '801', server_status: 'restoring' });
      const { exitCode, log } = await snapshot.post('cancelled');
      expect(exitCode).toBe(0);
      expect(log).toContain('Server 12345 was put back by a step of this job already');
      expect(set.api.model.restores()).toHaveLength(1);
    });
  });

  test('is not told that it was rolled back, as long as the restore goes on', async () => {
    await scene(async (set) => {
      set.api.model.addSnapshot({ id: 7, serverId: 12345, name: 'good-release' });
      set.api.model.planNextRestore(EIGHT_MINUTES);
      const { outputs } = await set.run({
        inputs: { mode: 'rollback', snapshot_id: '7' },
        speed: REAL,
        signalAt: { text: 'has begun', signal: 'SIGINT' },
      });
      expect(outputs.server_status).toBe('restoring');
      expect(outputs.rolled_back).not.toBe('true');
    });
  });

  test('is after the job put back on the server that is still open, and on no server twice', async () => {
    await scene(async (set) => {
      for (const id of [2, 3]) addServer(set, id);
      const job = jobOf(set);
      const snapshot = await job.step({ inputs: { ...inputs, server_id: '2,3' } });
      set.api.setFaults(({ path }) => (path.includes('/802/') ? { kind: 'silence', effect: false } : undefined));
      const rollback = await job.step({
        inputs: { mode: 'rollback', server_id: '2,3', snapshot_id: '801,802' },
        speed: REAL,
        signalAt: { text: 'has begun', signal: 'SIGINT' },
      });
      expect(rollback.main.exitCode).toBe(1);
      set.api.setFaults(undefined);
      const { exitCode, errors } = await snapshot.post('cancelled');
      expect([exitCode, errors]).toEqual([0, []]);
      expect(set.api.model.restores().map(({ serverId }) => serverId)).toEqual([2, 3]);
    });
  });
});
