import { describe, expect, test } from '@jest/globals';
import { createModel, START } from './create-model.ts';

const REFUSED = { status: 400, body: { error: 'Server is not in a valid state for restore.' } };

describe('A restore', () => {
  test('returns 200 and the documented body', () => {
    const { send, model } = createModel();
    model.addSnapshot({
      id: 801,
      serverId: 12345,
      name: 'a',
      createdAt: Date.parse('2025-01-15T18:30:00.900Z'),
    });
    expect(send('POST', '/snapshots/801/restore/')).toMatchObject({
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
    const { send, model, advance } = createModel();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    model.setServerStatus(12345, 'stopped');
    send('POST', '/snapshots/801/restore/');
    advance(7.999);
    expect(send('GET', '/servers/').body).toMatchObject({ results: [{ status: 'restoring' }] });
    advance(0.001);
    expect(send('GET', '/servers/').body).toMatchObject({ results: [{ status: 'active' }] });
  });

  test('restores what was on the disk when the snapshot was created', () => {
    const { send, model } = createModel();
    model.writeDisk(12345, 'release 1');
    send('POST', '/snapshots/', { server_id: 12345, name: 'a' });
    model.writeDisk(12345, 'release 2');
    model.addSnapshot({ id: 900, serverId: 12345, name: 'b' });
    model.writeDisk(12345, 'release 3');
    send('POST', '/snapshots/900/restore/');
    expect(model.disk(12345)).toBe('release 2');
  });

  test('is recorded with its time, on its own and with its snapshot', () => {
    const { send, model, advance } = createModel();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    advance(1);
    send('POST', '/snapshots/801/restore/');
    expect(model.restores()).toEqual([{ snapshotId: 801, serverId: 12345, at: START + 60_000 }]);
    expect(model.snapshots()).toMatchObject([{ id: 801, restores: [START + 60_000] }]);
  });

  test.each(['in_progress', 'failed'])('of a snapshot that is %s returns 400', (status) => {
    const { send, model } = createModel();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a', status });
    expect(send('POST', '/snapshots/801/restore/')).toMatchObject({
      status: 400,
      body: { error: 'Snapshot is not completed.' },
    });
    expect(model.restores()).toEqual([]);
  });

  test('of a snapshot that does not exist returns 404', () => {
    expect(createModel().send('POST', '/snapshots/801/restore/')).toMatchObject({
      status: 404,
      body: { detail: 'No Snapshot matches the given query.' },
    });
  });

  test('is refused while another one is running', () => {
    const { send, model } = createModel();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    send('POST', '/snapshots/801/restore/');
    expect(send('POST', '/snapshots/801/restore/')).toMatchObject(REFUSED);
    expect(model.restores()).toHaveLength(1);
  });

  test('is refused on a suspended server', () => {
    const { send, model } = createModel();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    model.setServerStatus(12345, 'suspended');
    expect(send('POST', '/snapshots/801/restore/')).toMatchObject(REFUSED);
  });

  test('uses a queued plan once, before the plan of the server', () => {
    const { send, model } = createModel();
    model.addServer({ id: 2, restorePlan: { timeline: [{ atMs: 0, status: 'stopped' }] } });
    model.addSnapshot({ id: 801, serverId: 2, name: 'a' });
    model.planNextRestore({ timeline: [{ atMs: 0, status: 'error' }] });
    send('POST', '/snapshots/801/restore/');
    expect(model.serverStatus(2)).toBe('error');
    send('POST', '/snapshots/801/restore/');
    expect(model.serverStatus(2)).toBe('stopped');
  });

  test('can be slow to show in the list of servers', () => {
    const { send, model, advance } = createModel();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    model.planNextRestore({ hiddenMs: 60_000 });
    send('POST', '/snapshots/801/restore/');
    expect(send('GET', '/servers/').body).toMatchObject({ results: [{ status: 'active' }] });
    expect(model.serverStatus(12345)).toBe('restoring');
    expect(send('POST', '/snapshots/801/restore/')).toMatchObject(REFUSED);
    advance(1);
    expect(send('GET', '/servers/').body).toMatchObject({ results: [{ status: 'restoring' }] });
  });

  test('no longer decides the status once a test has set it', () => {
    const { send, model, advance } = createModel();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    send('POST', '/snapshots/801/restore/');
    model.setServerStatus(12345, 'stopped');
    advance(60);
    expect(model.serverStatus(12345)).toBe('stopped');
  });

  test('can end with a stopped server', () => {
    const { send, model, advance } = createModel();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    model.planNextRestore({ endsStopped: true });
    send('POST', '/snapshots/801/restore/');
    expect(model.serverStatus(12345)).toBe('restoring');
    advance(8);
    expect(model.serverStatus(12345)).toBe('stopped');
    advance(60);
    expect(model.serverStatus(12345)).toBe('stopped');
  });

  test('can name its server in another form, or another server', () => {
    const { send, model, advance } = createModel();
    model.addServer({ id: 2, name: 'db' });
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    const restore = () => {
      advance(10);
      return send('POST', '/snapshots/801/restore/').body;
    };
    model.planNextRestore({ serverForm: 'bare-id' });
    expect(restore()).toMatchObject({ server: 12345 });
    model.planNextRestore({ serverForm: 'none' });
    expect(restore()).not.toHaveProperty('server');
    model.planNextRestore({ namesServer: 2 });
    expect(restore()).toMatchObject({ server: { id: 2, name: 'db' } });
    expect(model.restores().map(({ serverId }) => serverId)).toEqual([12345, 12345, 12345]);
  });

  test.each([
    [400, { error: 'Server is not in a valid state for restore.' }],
    [409, { detail: 'Server is not in a valid state for restore.' }],
    [423, { detail: 'Server is not in a valid state for restore.' }],
  ] as const)('can be refused with %s for a while after the first one', (status, body) => {
    const { send, model, advance } = createModel();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    model.refuseRestores(12345, { status, forMs: 60_000 });
    advance(30);
    expect(send('POST', '/snapshots/801/restore/')).toMatchObject({ status, body });
    advance(0.999);
    expect(send('POST', '/snapshots/801/restore/').status).toBe(status);
    expect(model.restores()).toEqual([]);
    advance(0.001);
    expect(send('POST', '/snapshots/801/restore/').status).toBe(200);
  });

  test('can need a stopped server', () => {
    const { send, model } = createModel({ restoreRequiresStopped: true });
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    expect(send('POST', '/snapshots/801/restore/')).toMatchObject(REFUSED);
    model.setServerStatus(12345, 'stopped');
    expect(send('POST', '/snapshots/801/restore/').status).toBe(200);
  });

  test('is running until the last status of its timeline, whatever that is called', () => {
    const { send, model, advance } = createModel();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    model.planNextRestore({
      timeline: [
        { atMs: 0, status: 'rebuilding' },
        { atMs: 60_000, status: 'active' },
      ],
    });
    send('POST', '/snapshots/801/restore/');
    expect(send('POST', '/snapshots/801/restore/')).toMatchObject(REFUSED);
    advance(1);
    expect(send('POST', '/snapshots/801/restore/').status).toBe(200);
  });
});
