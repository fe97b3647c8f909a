import { describe, expect, test } from '@jest/globals';
import { modelInHand, START } from './model-in-hand.ts';

const REFUSED = { status: 400, body: { error: 'Server is not in a valid state for restore.' } };

describe('A restore', () => {
  test('answers 200 with the documented body', () => {
    const { ask, model } = modelInHand();
    model.addSnapshot({
      id: 801,
      serverId: 12345,
      name: 'a',
      createdAt: Date.parse('2025-01-15T18:30:00.900Z'),
    });
    expect(ask('POST', '/snapshots/801/restore/')).toMatchObject({
      status: 200,
      body: {
        status: 'success',
        message: 'Server is being restored from snapshot. This may take 5-15 minutes.',
        snapshot: { id: 801, name: 'a', created_at: '2025-01-15T18:30:00Z' },
        server: { id: 12345, name: 'web-server-01', status: 'restoring' },
      },
    });
  });

  test('ends after eight minutes with an active server', () => {
    const { ask, model, wait } = modelInHand();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    model.setServerStatus(12345, 'stopped');
    ask('POST', '/snapshots/801/restore/');
    wait(7.999);
    expect(ask('GET', '/servers/').body).toMatchObject({ results: [{ status: 'restoring' }] });
    wait(0.001);
    expect(ask('GET', '/servers/').body).toMatchObject({ results: [{ status: 'active' }] });
  });

  test('puts back what was on the disk when the snapshot was taken', () => {
    const { ask, model } = modelInHand();
    model.writeDisk(12345, 'release 1');
    ask('POST', '/snapshots/', { server_id: 12345, name: 'a' });
    model.writeDisk(12345, 'release 2');
    model.addSnapshot({ id: 900, serverId: 12345, name: 'b' });
    model.writeDisk(12345, 'release 3');
    ask('POST', '/snapshots/900/restore/');
    expect(model.disk(12345)).toBe('release 2');
  });

  test('is kept with its time, by itself and with its snapshot', () => {
    const { ask, model, wait } = modelInHand();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    wait(1);
    ask('POST', '/snapshots/801/restore/');
    expect(model.restores()).toEqual([{ snapshotId: 801, serverId: 12345, at: START + 60_000 }]);
    expect(model.snapshots()).toMatchObject([{ id: 801, restores: [START + 60_000] }]);
  });

  test.each(['in_progress', 'failed'])('of a snapshot that is %s answers 400', (status) => {
    const { ask, model } = modelInHand();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a', status });
    expect(ask('POST', '/snapshots/801/restore/')).toMatchObject({
      status: 400,
      body: { error: 'Snapshot is not completed.' },
    });
    expect(model.restores()).toEqual([]);
  });

  test('of a snapshot that is not there answers 404', () => {
    expect(modelInHand().ask('POST', '/snapshots/801/restore/')).toMatchObject({
      status: 404,
      body: { detail: 'No Snapshot matches the given query.' },
    });
  });

  test('is refused while another one is going on', () => {
    const { ask, model } = modelInHand();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    ask('POST', '/snapshots/801/restore/');
    expect(ask('POST', '/snapshots/801/restore/')).toMatchObject(REFUSED);
    expect(model.restores()).toHaveLength(1);
  });

  test('is refused on a suspended server', () => {
    const { ask, model } = modelInHand();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    model.setServerStatus(12345, 'suspended');
    expect(ask('POST', '/snapshots/801/restore/')).toMatchObject(REFUSED);
  });

  test('uses a queued plan once, before the plan of the server', () => {
    const { ask, model } = modelInHand();
    model.addServer({ id: 2, restorePlan: { timeline: [{ atMs: 0, status: 'stopped' }] } });
    model.addSnapshot({ id: 801, serverId: 2, name: 'a' });
    model.planNextRestore({ timeline: [{ atMs: 0, status: 'error' }] });
    ask('POST', '/snapshots/801/restore/');
    expect(model.serverStatus(2)).toBe('error');
    ask('POST', '/snapshots/801/restore/');
    expect(model.serverStatus(2)).toBe('stopped');
  });

  test('can be slow to show in the list of servers', () => {
    const { ask, model, wait } = modelInHand();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    model.planNextRestore({ hiddenMs: 60_000 });
    ask('POST', '/snapshots/801/restore/');
    expect(ask('GET', '/servers/').body).toMatchObject({ results: [{ status: 'active' }] });
    expect(model.serverStatus(12345)).toBe('restoring');
    expect(ask('POST', '/snapshots/801/restore/')).toMatchObject(REFUSED);
    wait(1);
    expect(ask('GET', '/servers/').body).toMatchObject({ results: [{ status: 'restoring' }] });
  });

  test('loses its rule over the server when the status is set by hand', () => {
    const { ask, model, wait } = modelInHand();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    ask('POST', '/snapshots/801/restore/');
    model.setServerStatus(12345, 'stopped');
    wait(60);
    expect(model.serverStatus(12345)).toBe('stopped');
  });
});
