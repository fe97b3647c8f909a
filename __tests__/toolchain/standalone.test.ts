import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { DIST } from '../support/run-action.ts';
import { expectSuccess, Scene } from '../support/scene.ts';

test('dist runs alone, without the project and its modules around it', async () => {
  await using scene = await Scene.create();
  const dist = mkdtempSync(join(tmpdir(), 'dist-'));
  try {
    cpSync(DIST, dist, { recursive: true });
    expect(readdirSync(dist)).toEqual(expect.arrayContaining(['index.js', 'main.js', 'octokit.js', 'post.js']));
    const result = await scene.run({ dist });
    expectSuccess(result);
    expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'completed' });
  } finally {
    rmSync(dist, { recursive: true });
  }
});
