import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import { VpsClient } from '../../src/vps/client.ts';
import { FailedResponseError, InvalidResponseError } from '../../src/vps/errors.ts';
import type { ServerRef, Snapshot } from '../../src/vps/schema.ts';
import { withRetry } from '../../src/vps/with-retry.ts';
import {
  fakeSend,
  id,
  OTHER_UUID,
  page,
  type Reply,
  rejectionOf,
  respond,
  snapshotJson,
  UUID,
} from '../support/api-responses.ts';
import { createTestContext } from '../support/fake-clock.ts';

const SERVER: ServerRef = { key: id(12345), uuid: id(UUID), name: 'web-1' };
/** A server as a token that is not allowed to read servers knows it. */
const BY_NUMBER: ServerRef = { key: id(12345), name: '' };
const SNAPSHOT: Snapshot = {
  key: id(801),
  server: SERVER,
  name: 'before',
  status: 'completed',
  sizeMb: 5120,
  createdAtMs: undefined,
  description: '',
};

/** A client of an API that returns these in turn. */
function client(...replies: readonly Reply[]) {
  const { send, requests, lines } = fakeSend(...replies);
  const { context, deadline } = createTestContext();
  return {
    api: new VpsClient(send),
    retrying: new VpsClient(withRetry(send, context, () => undefined)),
    requests,
    lines,
    deadline: deadline(),
  };
}

describe('getServer', () => {
  test.each([
    ['an integer', '12345', { id: 12345, name: 'web-1', status: 'active' }, { key: '12345', name: 'web-1' }],
    ['a UUID', UUID, { uuid: UUID, hostname: 'web01', status: 'active' }, { key: UUID, uuid: UUID, name: 'web01' }],
  ])('reads one by %s', async (_form, key, json, server) => {
    const { api, lines, deadline } = client(respond(200, json));
    expect(await api.getServer(id(key), deadline)).toEqual({ ...server, status: 'active' });
    expect(lines()).toEqual([`GET /servers/${key}/`]);
  });

  test.each([
    ['a UUID alone', '12345', { uuid: UUID }, { key: '12345', uuid: UUID }],
    ['an integer alone', UUID, { id: 12345 }, { key: '12345', uuid: UUID }],
  ])('keeps the id that it was asked for if the API shows %s', async (_what, key, json, identity) => {
    const { api, deadline } = client(respond(200, json));
    expect(await api.getServer(id(key), deadline)).toMatchObject(identity);
  });

  test.each([404, 405])('gives nothing for a %d', async (status) => {
    const { api, deadline } = client(respond(status));
    expect(await api.getServer(SERVER.key, deadline)).toBeUndefined();
  });

  test('takes no other server', async () => {
    const { api, deadline } = client(respond(200, { id: 222, name: 'web-2' }));
    const error = await rejectionOf(api.getServer(SERVER.key, deadline));
    expect(error).toBeInstanceOf(ActionError);
    expect(error).toMatchObject({
      message: expect.stringContaining('for server 12345 returned a response about server 222 (web-2)'),
    });
  });

  test.each([
    ['without an ID', { hostname: 'web01', password: 'hunter22' }],
    ['in an envelope', { server: { id: 12345 } }],
    ['in a list', [{ id: 12345 }]],
  ])('cannot be read %s, so that the list is queried', async (_what, body) => {
    const { api, deadline } = client(respond(200, body));
    expect(await api.getServer(SERVER.key, deadline)).toBeUndefined();
  });

  test('is unreadable if the response is not JSON', async () => {
    const { api, deadline } = client(respond(200, '<h1>web01, hunter22</h1>'));
    expect(await rejectionOf(api.getServer(SERVER.key, deadline))).toMatchObject({
      message: 'GET /servers/12345/ returned an unreadable response: expected JSON',
    });
  });
});

describe('listServers', () => {
  test('reads all servers in either dialect', async () => {
    const { api, lines, deadline } = client(
      page([{ id: 1, name: 'web-1', status: 'active' }, { uuid: UUID, hostname: 'web01', status: 'STOPPED' }, {}]),
    );
    expect(await api.listServers(deadline)).toMatchObject({
      items: [
        { key: '1', name: 'web-1', status: 'active' },
        { key: UUID, uuid: UUID, name: 'web01', status: 'stopped' },
      ],
      unreadable: 1,
    });
    expect(lines()).toEqual(['GET /servers/?page_size=100']);
  });
});

describe('listSnapshots', () => {
  test('reads those of all servers', async () => {
    const { api, lines, deadline } = client(page([snapshotJson(801), snapshotJson(802, { server: 222 })]));
    expect((await api.listSnapshots(undefined, deadline)).items).toMatchObject([
      { key: '801', server: { key: '12345', name: 'web-1' } },
      { key: '802', server: { key: '222' } },
    ]);
    expect(lines()).toEqual(['GET /snapshots/?page_size=100']);
  });

  test('reads those of one server, even if the API ignores the filter', async () => {
    const { api, lines, deadline } = client(
      page([snapshotJson(801), snapshotJson(802, { server: 222 }), snapshotJson(803, { server: UUID.toUpperCase() })]),
    );
    const { items, unreadable } = await api.listSnapshots(SERVER, deadline);
    expect(items.map(({ key, server }) => [key, server])).toEqual([
      ['801', SERVER],
      ['803', SERVER],
    ]);
    expect(unreadable).toBe(0);
    expect(lines()).toEqual(['GET /snapshots/?server_id=12345&page_size=100']);
  });

  test.each([
    ['is listed under two servers', snapshotJson(801, { server: 222 })],
    ['names its server in a form that is not known', snapshotJson(802, { server: OTHER_UUID })],
    ['names no server', snapshotJson(802, { server: undefined })],
  ])('counts one that %s as unreadable', async (_what, unclear) => {
    const { api, deadline } = client(page([snapshotJson(801), unclear, snapshotJson(803)]));
    const { items, unreadable } = await api.listSnapshots(BY_NUMBER, deadline);
    expect([items.at(-1)?.key, unreadable, items.length]).toEqual(['803', 1, unclear.id === 801 ? 1 : 2]);
  });
});

describe('createSnapshot', () => {
  const ORDER = { server: SERVER, name: 'before', description: 'größe' };

  test('sends what the documentation says', async () => {
    const { api, requests, deadline } = client(
      respond(201, snapshotJson(802, { status: 'in_progress', size_mb: null })),
    );
    expect(await api.createSnapshot(ORDER, deadline)).toMatchObject({
      key: '802',
      server: SERVER,
      status: 'in_progress',
      sizeMb: null,
    });
    expect(requests).toMatchObject([
      { method: 'POST', path: '/snapshots/', body: { server_id: 12345, name: 'before', description: 'größe' } },
    ]);
  });

  test('sends a UUID as text', async () => {
    const server: ServerRef = { key: id(UUID), uuid: id(UUID), name: '' };
    const { api, requests, deadline } = client(respond(201, snapshotJson(802, { server: UUID })));
    await api.createSnapshot({ ...ORDER, server }, deadline);
    expect(requests[0]?.body).toMatchObject({ server_id: UUID });
  });

  test.each([
    ['without a server', undefined],
    ['with the server in a form that is not known', OTHER_UUID],
  ])('treats a response %s as one about the server', async (_what, server) => {
    const { api, deadline } = client(respond(201, snapshotJson(802, { server })));
    expect((await api.createSnapshot({ ...ORDER, server: BY_NUMBER }, deadline)).server).toEqual(BY_NUMBER);
  });

  test.each([
    ['object', { server: { id: 222, name: 'web-2' } }],
    ['number', { server: 222 }],
    ['UUID', { server: OTHER_UUID }],
    ['server_id', { server: undefined, server_id: 222 }],
    ['server_uuid', { server: undefined, server_uuid: OTHER_UUID }],
  ])('ends with an error that names both servers if the response is about another: %s', async (_form, fields) => {
    const { api, requests, deadline } = client(respond(201, snapshotJson(802, fields)));
    const error = await rejectionOf(api.createSnapshot(ORDER, deadline));
    expect(error).toBeInstanceOf(ActionError);
    expect(error).toMatchObject({
      message: expect.stringMatching(
        /^POST \/snapshots\/ for server 12345 \(web-1\) returned a response about server (?:222|0f8fad5b)/u,
      ),
    });
    expect(error).toMatchObject({ message: expect.stringContaining('snapshot 802. The request was not sent again') });
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['HTML', '<html>'],
    ['no id', { name: 'before', server: 12345 }],
    ['two servers', snapshotJson(802, { server: 12345, server_id: 222 })],
  ])('does not treat a response with %s as a success', async (_what, body) => {
    const { api, deadline } = client(respond(201, body));
    expect(await rejectionOf(api.createSnapshot(ORDER, deadline))).toBeInstanceOf(InvalidResponseError);
  });

  test.each([404, 405])('ends with an error for a %d', async (status) => {
    const { api, deadline } = client(respond(status));
    expect(await rejectionOf(api.createSnapshot(ORDER, deadline))).toMatchObject({ status });
  });
});

describe('restoreSnapshot', () => {
  test.each([
    ['object', { server: { id: 12345, status: 'Restoring' } }, 'restoring'],
    ['object of the clients', { server: { uuid: UUID, hostname: 'web01', status: 'restoring' } }, 'restoring'],
    ['object without a status', { server: { id: 12345 } }, ''],
    ['number', { status: 'success', server: 12345 }, ''],
    ['UUID', { server: UUID.toUpperCase() }, ''],
    ['server_id', { server_id: '12345' }, ''],
    ['server_uuid', { server_uuid: UUID }, ''],
  ])('is accepted if the response names the server: %s', async (_form, body, status) => {
    const { api, requests, deadline } = client(respond(200, body));
    expect(await api.restoreSnapshot(SNAPSHOT, deadline)).toEqual({ serverStatus: status, isNamed: true });
    expect(requests).toMatchObject([{ method: 'POST', path: '/snapshots/801/restore/' }]);
    expect(requests[0]).not.toHaveProperty('body');
  });

  test.each([
    ['object', { server: { id: 222, name: 'web-2', status: 'restoring' } }],
    ['number', { server: 222 }],
    ['UUID', { server: OTHER_UUID }],
    ['server_id', { server_id: 222 }],
    ['server_uuid', { server_uuid: OTHER_UUID }],
  ])('ends with an error that names both servers if the response is about another: %s', async (_form, body) => {
    const { api, requests, deadline } = client(respond(200, body));
    const error = await rejectionOf(api.restoreSnapshot(SNAPSHOT, deadline));
    expect(error).toBeInstanceOf(ActionError);
    expect(error).toMatchObject({
      message: expect.stringMatching(/for server 12345 \(web-1\) returned a response about server (?:222|0f8fad5b)/u),
    });
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['no server', { status: 'success' }],
    ['a task', { task_id: 'd7', detail: 'Restore has been queued.' }],
    ['an envelope', { data: { server: { id: 222 } } }],
    ['a server in a form that is not known', { server: { uuid: OTHER_UUID } }],
    ['a text', '"OK"'],
    ['a list', []],
    ['nothing', ''],
  ])('is accepted, but not named, by a response that has %s', async (_what, body) => {
    const { api, deadline } = client(respond(202, body));
    const restore = api.restoreSnapshot({ ...SNAPSHOT, server: BY_NUMBER }, deadline);
    expect(await restore).toEqual({ serverStatus: '', isNamed: false });
  });

  test.each(['<h1>Welcome</h1>', '{"server": {"id": 123'])('is not proven by %s', async (body) => {
    const { api, deadline } = client(respond(200, body));
    expect(await rejectionOf(api.restoreSnapshot(SNAPSHOT, deadline))).toBeInstanceOf(InvalidResponseError);
  });

  test.each([
    ['two servers', { server: 12345, server_id: 222 }, 'servers 12345, 222'],
    ['two servers, nested', { server: { id: 222 }, server_id: 12345 }, 'servers 222, 12345'],
    ['another snapshot', { server: 12345, snapshot: { id: 555 } }, 'snapshot 555'],
    ['another snapshot_id', { server: 12345, snapshot_id: '555' }, 'snapshot 555'],
  ])('ends with an error that names all of them if the response is about %s', async (_what, body, about) => {
    const { api, requests, deadline } = client(respond(200, body));
    const error = await rejectionOf(api.restoreSnapshot(SNAPSHOT, deadline));
    expect(error).toBeInstanceOf(ActionError);
    expect(String(error)).toContain(
      `POST /snapshots/801/restore/ for server 12345 (web-1) returned a response about ${about}.`,
    );
    expect(requests).toHaveLength(1);
  });

  test.each(['error', 'Failed', 'failure', 'cancelled'])('has failed if the response says "%s"', async (status) => {
    const { api, deadline } = client(respond(200, { status, message: 'Snapshot storage offline', server: 12345 }));
    const error = await rejectionOf(api.restoreSnapshot(SNAPSHOT, deadline));
    expect(error).toBeInstanceOf(FailedResponseError);
    expect(String(error)).toContain('POST /snapshots/801/restore/ returned 200: Snapshot storage offline');
  });
});

describe('deleteSnapshot', () => {
  test('deletes that one alone', async () => {
    const { api, lines, deadline } = client(respond(204));
    expect(await api.deleteSnapshot(SNAPSHOT, deadline)).toBe('deleted');
    expect(lines()).toEqual(['DELETE /snapshots/801/']);
  });

  test('is done if it is gone', async () => {
    const { api, deadline } = client(respond(404));
    expect(await api.deleteSnapshot(SNAPSHOT, deadline)).toBe('gone');
  });

  test.each([
    [200, ''],
    [202, { detail: 'Deletion has been queued.' }],
  ])('may take effect later if a %d is returned', async (status, body) => {
    const { api, lines, deadline } = client(respond(status, body));
    expect(await api.deleteSnapshot(SNAPSHOT, deadline)).toBe('accepted');
    expect(lines()).toHaveLength(1);
  });

  test('has deleted nothing if a page is returned, so it is sent again', async () => {
    const { api, retrying, lines, deadline } = client(
      respond(200, '<h1>Welcome</h1>'),
      respond(200, '<h1>Welcome</h1>'),
      respond(204),
    );
    expect(await rejectionOf(api.deleteSnapshot(SNAPSHOT, deadline))).toBeInstanceOf(InvalidResponseError);
    expect(await retrying.deleteSnapshot(SNAPSHOT, deadline)).toBe('deleted');
    expect(lines()).toHaveLength(3);
  });
});

describe('setPower', () => {
  test.each([
    ['its UUID', SERVER, `/servers/${UUID}/power/`],
    ['its number if the API showed no UUID', BY_NUMBER, '/servers/12345/power/'],
  ])('names the server by %s', async (_what, server, path) => {
    const { api, requests, deadline } = client(respond(202, 'whatever'));
    await api.setPower(server, 'stop', deadline);
    await api.setPower(server, 'start', deadline);
    expect(requests).toEqual([
      { method: 'POST', path, body: { action: 'stop' } },
      { method: 'POST', path, body: { action: 'start' } },
    ]);
  });

  test('ends with an error if it is refused', async () => {
    const { api, deadline } = client(respond(403, { detail: 'No permission.' }));
    expect(await rejectionOf(api.setPower(SERVER, 'stop', deadline))).toMatchObject({ status: 403 });
  });
});

describe('getPermissions', () => {
  test('reads those of the token', async () => {
    const { api, lines, deadline } = client(respond(200, { account: {}, token: { permissions: ['servers:read'] } }));
    expect(await api.getPermissions(deadline)).toEqual(['servers:read']);
    expect(lines()).toEqual(['GET /account/me/']);
  });

  test('knows none if they are not shown', async () => {
    const { api, deadline } = client(respond(200, { account: {} }));
    expect(await api.getPermissions(deadline)).toBeUndefined();
  });
});

describe('A response that cannot be read', () => {
  test('is requested again by the chain that retries', async () => {
    const { retrying, lines, deadline } = client(
      respond(200, '<html>'),
      respond(200, { detail: 'maintenance' }),
      page([snapshotJson(801)]),
    );
    expect((await retrying.listSnapshots(SERVER, deadline)).items).toHaveLength(1);
    expect(lines()).toHaveLength(3);
  });
});
