import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/fault-kinds.ts';
import { COMPLETED_AT_ONCE, refusal } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const DAY_MS = 24 * 3_600_000;
/** As on Gitea: the markers of all attempts are the same. */
const NO_ATTEMPTS = { GITHUB_RUN_ATTEMPT: '', GITHUB_REPOSITORY_ID: '' };
const ROLLBACK = { inputs: { rollback_if: 'failure' } };

/** Refuses to create a snapshot of this server, or of any. */
function refuseCreates(server?: number, status = 403) {
  return ({ method, path, body }: { method: string; path: string; body: string }): Fault | undefined => {
    const isRefused = method === 'POST' && path.endsWith('/snapshots/');
    return isRefused && (server === undefined || body.includes(`"server_id":${server}`))
      ? refusal(status, 'Not now.')
      : undefined;
  };
}

describe('A snapshot that an earlier attempt took and this one did not reuse is left alone', () => {
  test.each([400, 403, 409, 410, 423])(
    'if the create of this one was refused with %d: that is an error, at once',
    async (status) => {
      await using scene = await Scene.create();
      const { model } = scene.api;
      model.planNextSnapshot(COMPLETED_AT_ONCE);
      await scene.job(NO_ATTEMPTS).step();
      scene.advance(DAY_MS);
      model.writeDisk(SERVER, 'a day of orders');
      scene.setFaults(refuseCreates(undefined, status));
      const step = await scene.job(NO_ATTEMPTS).step();
      expect(errorOf(step.main)).toContain(`returned ${status}: Not now.`);
      scene.setFaults(undefined);
      const sent = scene.requests().length;
      expect(errorOf(await step.post('failure', ROLLBACK))).toContain(
        'No rollback of server 12345 although rollback_if is true: this step did not take a snapshot.',
      );
      expect(scene.requests()).toHaveLength(sent);
      expect(model.disk(SERVER)).toBe('a day of orders');
    },
  );

  test.each([true, false])(
    'if the step was cancelled while its create was sent (and took effect: %s)',
    async (effect) => {
      await using scene = await Scene.create();
      const { model } = scene.api;
      for (let attempt = 1; attempt <= 2; attempt += 1) model.planNextSnapshot(COMPLETED_AT_ONCE);
      await scene.job(NO_ATTEMPTS).step();
      scene.advance(DAY_MS);
      const created = Promise.withResolvers<void>();
      scene.setFaults(({ method }) => {
        if (method !== 'POST') return undefined;
        created.resolve();
        return { kind: 'silence', effect };
      });
      const signalWhen = { happened: created.promise, signal: 'SIGTERM' } as const;
      const step = await scene.job(NO_ATTEMPTS).step({ signalWhen });
      scene.setFaults(undefined);
      const result = await step.post('failure', ROLLBACK);
      expect(model.restores().map(({ snapshotId }) => snapshotId)).toEqual(effect ? [802] : []);
      if (effect) expectSuccess(result);
      else expect(errorOf(result)).toContain('the snapshot of this step was not found');
    },
  );

  test('on the one server of a fleet whose create was refused; the other is rolled back', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    const { model } = scene.api;
    for (const id of [2, 3]) model.addServer({ id, name: `web-${id}`, snapshotPlan: COMPLETED_AT_ONCE });
    const inputs = { server_id: '2 3' };
    await scene.job(NO_ATTEMPTS).step({ inputs });
    scene.advance(3 * DAY_MS);
    scene.setFaults(refuseCreates(3));
    const step = await scene.job(NO_ATTEMPTS).step({ inputs });
    expect(step.main.outputs.snapshot_id).toBe('803,');
    scene.setFaults(undefined);
    const error = errorOf(await step.post('failure', ROLLBACK));
    expect(error).toContain('Server 3 (web-3) was not rolled back: this step did not take a snapshot of it.');
    expect(model.restores().map(({ snapshotId }) => snapshotId)).toEqual([803]);
  });

  test('by delete_on_success', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    await scene.job(NO_ATTEMPTS).step();
    scene.advance(DAY_MS);
    scene.setFaults(refuseCreates());
    const step = await scene.job(NO_ATTEMPTS).step({ inputs: { delete_on_success: 'true' } });
    scene.setFaults(undefined);
    expectSuccess(await step.post('success'));
    expect(scene.snapshotIds()).toEqual(['801']);
  });

  test('and so is the snapshot of another step in this attempt if the runner gives both steps one name', async () => {
    await using scene = await Scene.create();
    // As in a composite action that is used twice.
    const env = { GITHUB_ACTION: '__composite' };
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const job = scene.job();
    await job.step({ env });
    scene.setFaults(refuseCreates());
    const step = await job.step({ env });
    scene.setFaults(undefined);
    expect(errorOf(await step.post('failure', ROLLBACK))).toContain('this step did not take a snapshot');
    expect(scene.api.model.restores()).toEqual([]);
  });
});
