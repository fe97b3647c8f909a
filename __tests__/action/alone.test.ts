import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { DIST } from '../support/action.ts';
import { expectGood, scene } from '../support/scene.ts';

test('dist runs alone, without the project and its modules around it', async () => {
  const dist = mkdtempSync(join(tmpdir(), 'dist-'));
  try {
    cpSync(DIST, dist, { recursive: true });
    expect(readdirSync(dist)).toContain('index.js');
    await scene(async ({ run }) => {
      const result = await run({ dist });
      expectGood(result);
      expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'completed' });
    });
  } finally {
    rmSync(dist, { recursive: true });
  }
});
