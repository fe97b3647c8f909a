import { describe, expect, test } from '@jest/globals';
import { SHA } from '../support/action.ts';
import { scene } from '../support/scene.ts';

describe('mode: snapshot', () => {
  test('takes a snapshot named after the commit, waits until it is complete and puts out its id', async () => {
    await scene(async ({ api, run, requests }) => {
      const result = await run();
      expect(result.exitCode).toBe(0);
      expect(result.errors).toEqual([]);
      expect(result.outputs).toMatchObject({
        snapshot_id: '801',
        snapshot_name: SHA,
        status: 'completed',
        created: 'true',
        size_mb: '5120',
      });
      expect(api.model.snapshots()).toMatchObject([{ id: 801, name: SHA, status: 'completed' }]);
      expect(requests().slice(0, 2)).toEqual(['GET /snapshots/', 'POST /snapshots/']);
    });
  });
});
