import { describe, expect, test } from '@jest/globals';
import { SHA } from '../support/action.ts';
import { type Scene, SERVER, scene, theError } from '../support/scene.ts';

/** Servers 12345 and 222 with a snapshot each that is complete, and one of the first that is not. */
function prepare({ api }: Scene): void {
  api.model.addServer({ id: 222, name: 'web-2' });
  api.model.addSnapshot({ id: 700, serverId: SERVER, name: 'good' });
  api.model.addSnapshot({ id: 701, serverId: SERVER, name: 'begun', status: 'in_progress' });
  api.model.addSnapshot({ id: 702, serverId: 222, name: 'other' });
}

/** The error of a rollback for which nothing may be sent. */
async function refusalOf(inputs: Record<string, string>): Promise<string> {
  let error = '';
  await scene(async (play) => {
    prepare(play);
    const result = await play.run({ inputs: { mode: 'rollback', ...inputs } });
    error = theError(result);
    expect(result.outputs.rolled_back).toBe('false');
    expect(play.api.model.restores()).toEqual([]);
    expect(play.requests().filter((request) => !request.startsWith('GET'))).toEqual([]);
    expect(error).toContain('No restore was sent');
  });
  return error;
}

/** What the error lists of server 12345. */
const THERE = /On server 12345 are:\n {2}700 "good", completed.*\n {2}701 "begun", in_progress/u;

describe('A rollback sends no restore and lists what is there', () => {
  test('where the snapshot is of another server', async () => {
    const error = await refusalOf({ snapshot_id: '702' });
    expect(error).toMatch(/snapshot 702 "other" of server 222 \(web-2\) is of none of the servers/u);
    expect(error).toMatch(THERE);
  });

  test('where the snapshot is missing', async () => {
    const error = await refusalOf({ snapshot_id: '999' });
    expect(error).toMatch(/no snapshot 999/u);
    expect(error).toMatch(THERE);
    expect(error).toMatch(/snapshot_id/u);
  });

  test('where the snapshot is not complete', async () => {
    const error = await refusalOf({ snapshot_id: '701' });
    expect(error).toMatch(/snapshot 701 "begun" .* is not complete, it is "in_progress"/u);
    expect(error).toMatch(THERE);
  });

  test('where none is named and this repository took none for the commit', async () => {
    const error = await refusalOf({});
    expect(error).toContain(SHA);
    expect(error).toMatch(/this repository took/u);
    expect(error).toMatch(THERE);
  });

  test('where none is named and the name is another each time', async () => {
    expect(await refusalOf({ snapshot_name: 'x-{run_id}' })).toMatch(/another name each time/u);
  });

  test('where one of two servers has no target', async () => {
    const error = await refusalOf({ server_id: `${SERVER},222`, snapshot_id: '700' });
    expect(error).toMatch(/Server 222 has no snapshot to go back to/u);
    expect(error).toMatch(/On server 222 are:\n {2}702 "other"/u);
  });

  test('where one of two targets is bad', async () => {
    const error = await refusalOf({ server_id: `${SERVER},222`, snapshot_id: '701 702' });
    expect(error).toMatch(/snapshot 701 .* not complete/u);
  });

  test('where a server has two targets', async () => {
    const inputs = { server_id: '222', snapshot_id: '702 703' };
    await scene(async (play) => {
      prepare(play);
      play.api.model.addSnapshot({ id: 703, serverId: 222, name: 'more' });
      expect(theError(await play.run({ inputs: { mode: 'rollback', ...inputs } }))).toMatch(
        /Server 222 has 2 snapshots/u,
      );
      expect(play.api.model.restores()).toEqual([]);
    });
  });

  test('where the output `snapshots` says another server than the API', async () => {
    const snapshots = JSON.stringify([
      { server_id: SERVER, snapshot_id: 702 },
      { server_id: 222, snapshot_id: 700 },
    ]);
    const error = await refusalOf({ server_id: `${SERVER},222`, snapshot_id: snapshots });
    expect(error).toMatch(/snapshot 702 .* was given for server 12345/u);
  });

  test('where the list of snapshots cannot be read', async () => {
    await scene(async (play) => {
      prepare(play);
      play.api.setFaults(() => ({ kind: 'answer', status: 403, body: '{"detail":"No."}', effect: false }));
      const error = theError(await play.run({ inputs: { mode: 'rollback', snapshot_id: '700' } }));
      expect(error).toMatch(/answered 403: No\.[\s\S]*No restore was sent/u);
      expect(play.requests()).toEqual(['GET /snapshots/']);
    });
  });
});
