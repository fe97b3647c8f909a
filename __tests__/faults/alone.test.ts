import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { DIST } from '../support/run-action.ts';
import { expectSuccess, Scene } from '../support/scene.ts';

test('runs dist alone, without the project and its modules around it', async () => {
  const dist = mkdtempSync(join(tmpdir(), 'dist-'));
  try {
    cpSync(DIST, dist, { recursive: true });
    expect(readdirSync(dist).sort()).toEqual(expect.arrayContaining(['index.js', 'main.js', 'post.js']));
    await using scene = await Scene.create();
    const result = await scene.run({ dist });
    expectSuccess(result);
    expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'completed' });
    const state = Object.fromEntries(Object.entries(result.state).map(([name, value]) => [`STATE_${name}`, value]));
    const post = await scene.run({ dist, env: state, inputs: { job_status: 'success' } }, 'post');
    expectSuccess(post);
  } finally {
    rmSync(dist, { recursive: true });
  }
});
