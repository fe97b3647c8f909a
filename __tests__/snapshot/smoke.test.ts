import { expect, test } from '@jest/globals';
import { Scene } from '../support/scene.ts';

test.each(['docs', 'clients', 'both'] as const)('snapshot, then rollback after the job: %s', async (dialect) => {
  await using scene = await Scene.create({ model: { dialect } });
  const server_id = dialect === 'clients' ? 'a11ce5e4-0000-4000-8000-000000012345' : '12345';
  const step = await scene.job().step({ inputs: { rollback_on: 'failure', server_id } });
  console.log(step.main.log, step.main.stderr, JSON.stringify(step.main.outputs), step.main.summary);
  const post = await step.post('failure');
  console.log(post.log, post.stderr, post.summary);
  console.log(scene.api.requests.map(({ method, path, status }) => `${method} ${path} ${status}`).join('\n'));
  expect(post.exitCode).toBe(0);
});
