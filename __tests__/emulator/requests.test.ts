import { describe, expect, test } from '@jest/globals';
import { serverUuid } from '../../emulator/identity.ts';
import type { ApiCall } from '../../emulator/model.ts';
import { BASE_URL, createModel, TOKEN } from './create-model.ts';

function sendWith(headers: Record<string, string>, method = 'GET', path = '/snapshots/', body = '') {
  return createModel().model.handle({ method, path, query: new URLSearchParams(), headers, body });
}

describe('The token', () => {
  test.each([
    ['no token', {}],
    ['a wrong token', { authorization: 'Bearer wrong' }],
    ['another scheme', { authorization: `Token ${TOKEN}` }],
  ])('returns 401 to %s', (_, headers) => {
    expect(sendWith(headers)).toMatchObject({ status: 401, body: '{"detail":"Invalid token."}' });
  });

  test('that is accepted may read the account', () => {
    expect(createModel().send('GET', '/account/me/')).toMatchObject({
      status: 200,
      body: { account: { email: 'owner@example.com' }, token: { name: 'emulator', permissions: ['servers:*'] } },
    });
  });
});

describe('A path', () => {
  test.each([
    ['/snapshots', `${BASE_URL}/snapshots/`],
    ['/snapshots?server_id=1', `${BASE_URL}/snapshots/?server_id=1`],
    ['/snapshots/801', `${BASE_URL}/snapshots/801/`],
    ['/snapshots/801/restore', `${BASE_URL}/snapshots/801/restore/`],
    ['/servers', `${BASE_URL}/servers/`],
    ['/servers/12345', `${BASE_URL}/servers/12345/`],
    ['/servers/12345/power', `${BASE_URL}/servers/12345/power/`],
    ['/account/me', `${BASE_URL}/account/me/`],
  ])('without its last slash, %s, is redirected to the whole address', (target, location) => {
    expect(createModel().send('POST', target)).toMatchObject({ status: 301, headers: { location } });
  });

  test.each(['/', '/nothing/', '/nothing', '/snapshots//', '/snapshots/801/clone/', '/account/', '/servers/1/2/3/'])(
    'that does not exist, %s, returns 404 with a page',
    (target) => {
      expect(createModel().send('GET', target)).toMatchObject({
        status: 404,
        headers: { 'content-type': 'text/html; charset=utf-8' },
      });
    },
  );

  test.each([
    ['GET', '/snapshots/801/', 'DELETE'],
    ['GET', '/snapshots/801/restore/', 'POST'],
    ['DELETE', '/snapshots/', 'GET, POST'],
    ['POST', '/servers/', 'GET'],
    ['DELETE', '/servers/12345/', 'GET'],
    ['GET', '/servers/12345/power/', 'POST'],
    ['constructor', '/account/me/', 'GET'],
  ])('does not take %s on %s', (method, target, allow) => {
    expect(createModel().send(method, target)).toMatchObject({
      status: 405,
      headers: { allow },
      body: { detail: `Method "${method}" not allowed.` },
    });
  });
});

describe('A body', () => {
  const authorization = `Bearer ${TOKEN}`;

  test('of a type other than JSON returns 415', () => {
    expect(sendWith({ authorization, 'content-type': 'text/plain' }, 'POST', '/snapshots/', '{}')).toMatchObject({
      status: 415,
      body: JSON.stringify({ detail: 'Unsupported media type "text/plain" in request.' }),
    });
  });

  test('of JSON may name its charset', () => {
    const headers = { authorization, 'content-type': 'application/json; charset=utf-8' };
    expect(sendWith(headers, 'POST', '/snapshots/', '{"server_id": 12345, "name": "a"}').status).toBe(201);
  });

  test('that is broken JSON returns 400', () => {
    const headers = { authorization, 'content-type': 'application/json' };
    const response = sendWith(headers, 'POST', '/snapshots/', '{"server_id": 12');
    expect(response).toMatchObject({
      status: 400,
      body: expect.stringContaining('{"detail":"JSON parse error - '),
    });
  });
});

describe('Seeding the model', () => {
  test('needs a server that exists', () => {
    const { model } = createModel();
    expect(() => model.addSnapshot({ serverId: 1, name: 'a' })).toThrow('There is no server 1.');
    expect(() => model.setServerStatus(1, 'active')).toThrow('There is no server 1.');
    expect(() => model.serverStatus(1)).toThrow('There is no server 1.');
  });

  test('needs an id that is not taken', () => {
    const { model } = createModel();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    expect(() => model.addSnapshot({ id: 801, serverId: 12345, name: 'a' })).toThrow('Snapshot 801 already exists.');
    expect(() => model.addServer({ id: '12345' })).toThrow('Server 12345 already exists.');
    expect(() => model.addServer({ uuid: serverUuid(12345) })).toThrow('already');
    expect(() => model.addServer({ id: 'web-1' })).toThrow('The id "web-1" is neither an integer nor a UUID.');
  });
});

describe('A call', () => {
  test.each(['GET /snapshots/', 'POST /snapshots/'] as const)('%s can be rejected and accepted again', (call) => {
    const { model, send } = createModel({ rejectedCalls: { [call]: 405 } });
    const [method = ''] = call.split(' ');
    const other = method === 'GET' ? 'POST' : 'GET';
    const request = () => send(method, '/snapshots/', { server_id: 12345, name: 'a' });
    expect(request()).toMatchObject({ status: 405, headers: { allow: other } });
    model.rejectCall(call, 404);
    expect(request()).toMatchObject({ status: 404, headers: { 'content-type': 'text/html; charset=utf-8' } });
    model.rejectCall(call, 403);
    expect(request()).toMatchObject({ status: 403, body: { detail: expect.stringContaining('permission') } });
    expect(model.snapshots()).toEqual([]);
    model.acceptCall(call);
    expect(request().status).toBeLessThan(300);
  });

  test.each<[ApiCall, string]>([
    ['DELETE /snapshots/{id}/', '/snapshots/801/'],
    ['POST /snapshots/{id}/restore/', '/snapshots/801/restore/'],
    ['GET /servers/', '/servers/'],
    ['GET /servers/{id}/', '/servers/12345/'],
    ['POST /servers/{id}/power/', '/servers/12345/power/'],
    ['POST /servers/{id}/snapshot/', '/servers/12345/snapshot/'],
    ['GET /account/me/', '/account/me/'],
  ])('%s can be rejected', (call, target) => {
    const { model, send } = createModel();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    const [method = ''] = call.split(' ');
    model.rejectCall(call, 405);
    expect(send(method, target, { action: 'stop' }).status).toBe(405);
    model.acceptCall(call);
    expect(send(method, target, { action: 'stop' }).status).toBeLessThan(300);
  });
});

describe('The account', () => {
  test.each([null, 'servers:*', { servers: ['read'] }, ['servers:read', 7]])(
    'can show permissions as %j',
    (permissions) => {
      const account = { email: 'a@example.com', tokenName: 'deploy', permissions };
      expect(createModel({ account }).send('GET', '/account/me/').body).toEqual({
        account: { email: 'a@example.com' },
        token: { name: 'deploy', permissions },
      });
    },
  );
});
