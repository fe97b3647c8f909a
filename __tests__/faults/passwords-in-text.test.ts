import { expect, test } from '@jest/globals';
import { addSnapshot } from '../support/fixtures.ts';
import { expectSuccess, Scene, SERVER } from '../support/scene.ts';

/** Texts in which something is in the place of a password, whole or not. */
const TEXTS = [
  '"password": "hunter2',
  '"password": "hunter2"',
  "'password': 'hunter2",
  "'password': 'hunter2'",
  '"password":',
  '{"root_password": "hunter2',
  '\\"password\\": \\"hunter2',
  '{"a": "{\\"password\\": \\"hunter2',
  '"password": "a\\',
  "'password': 'a\"b",
  'password: hunter2',
];

test.each(TEXTS)('rolls back although a snapshot of somebody else is described as %s', async (text) => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2, name: text });
  addSnapshot(scene, { hoursOld: 2, server: 2, name: text, description: text });
  addSnapshot(scene, { hoursOld: 2, name: text, description: text });
  const snapshotId = addSnapshot(scene, { hoursOld: 1 });
  addSnapshot(scene, { hoursOld: 1, server: 2 });
  expectSuccess(await scene.run({ inputs: { mode: 'rollback', snapshot_id: snapshotId } }));
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
});

test.each(TEXTS)('takes a snapshot although a server is named %s', async (text) => {
  await using scene = await Scene.create({ withoutServer: true });
  scene.api.model.addServer({ id: SERVER, name: text, password: 'hunter2' });
  scene.api.model.addServer({ id: 2, name: text });
  const result = await scene.run({ inputs: { server_id: `${SERVER} 2` } });
  expectSuccess(result);
  expect(result.log).not.toContain('hunter2"');
});
