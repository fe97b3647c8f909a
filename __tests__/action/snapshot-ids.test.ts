import { describe, expect, test } from '@jest/globals';
import { expectGood, SERVER, SOON_COMPLETE, scene } from '../support/scene.ts';

const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const SNAPSHOT = '00000000-0000-4000-8000-000000000801';

describe('The id of a server', () => {
  test('is sent as a JSON number where it is an integer', async () => {
    await scene(async ({ api, run }) => {
      await run({ inputs: { wait: 'false' } });
      const post = api.requests.find(({ method }) => method === 'POST');
      expect(JSON.parse(post?.body ?? '')).toMatchObject({ server_id: SERVER });
      expect(post?.headers).toMatchObject({ 'content-type': 'application/json', authorization: `Bearer ${api.token}` });
    });
  });

  test('is sent as JSON text where it is a UUID, and stays so in the outputs', async () => {
    const inputs = { server_id: UUID };
    await scene(
      async ({ api, run }) => {
        api.model.addServer({ id: UUID, snapshotPlan: SOON_COMPLETE });
        const result = await run({ inputs });
        expectGood(result);
        const post = api.requests.find(({ method }) => method === 'POST');
        expect(JSON.parse(post?.body ?? '')).toMatchObject({ server_id: UUID });
        expect(result.outputs).toMatchObject({ snapshot_id: SNAPSHOT, status: 'completed' });
        expect(JSON.parse(result.outputs.snapshots ?? '')).toMatchObject([{ server_id: UUID, snapshot_id: SNAPSHOT }]);
        expect(result.summary).toContain(`snapshot_id: '${SNAPSHOT}'`);
        const back = await run({ inputs: { ...inputs, mode: 'rollback', snapshot_id: SNAPSHOT, wait: 'false' } });
        expectGood(back);
        expect(api.model.restores()).toMatchObject([{ snapshotId: SNAPSHOT, serverId: UUID }]);
      },
      { model: { ids: 'uuid' } },
    );
  });
});
