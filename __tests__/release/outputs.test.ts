import { describe, expect, test } from '@jest/globals';
import { manifest } from '../support/job.ts';
import { SERVER, scene } from '../support/scene.ts';
import { COMPLETE_AT_ONCE, SHORT_RESTORE } from './world.ts';

describe('Every output', () => {
  test.concurrent.each(['snapshot', 'rollback', 'delete', 'prune'])('of mode: %s is in action.yml', async (mode) => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.model.planNextRestore(SHORT_RESTORE);
      set.api.model.addSnapshot({ id: 7, serverId: SERVER, name: 'by-hand' });
      const { exitCode, outputs } = await set.run({ inputs: { mode, keep: '1', snapshot_id: '7' } });
      expect(exitCode).toBe(0);
      expect(Object.keys(outputs).length).toBeGreaterThan(0);
      expect(Object.keys(manifest.outputs)).toEqual(expect.arrayContaining(Object.keys(outputs)));
    });
  });
});
