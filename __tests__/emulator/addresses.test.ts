import { describe, expect, test } from '@jest/globals';
import { BASE_URL, modelInHand, TOKEN } from './model-in-hand.ts';

function askWith(headers: Record<string, string>, method = 'GET', path = '/snapshots/', body = '') {
  return modelInHand().model.handle({ method, path, query: new URLSearchParams(), headers, body });
}

describe('The token', () => {
  test.each([
    ['no token', {}],
    ['a wrong token', { authorization: 'Bearer wrong' }],
    ['another scheme', { authorization: `Token ${TOKEN}` }],
  ])('answers 401 to %s', (_, headers) => {
    expect(askWith(headers)).toMatchObject({ status: 401, body: '{"detail":"Invalid token."}' });
  });

  test('that is right may read the account', () => {
    expect(modelInHand().ask('GET', '/account/me/')).toMatchObject({
      status: 200,
      body: {
        token: { name: 'emulator', permissions: ['snapshots:read', 'snapshots:write', 'servers:read'] },
      },
    });
  });
});

describe('An address', () => {
  test.each([
    ['/snapshots', `${BASE_URL}/snapshots/`],
    ['/snapshots?server_id=1', `${BASE_URL}/snapshots/?server_id=1`],
    ['/snapshots/801', `${BASE_URL}/snapshots/801/`],
    ['/snapshots/801/restore', `${BASE_URL}/snapshots/801/restore/`],
    ['/servers', `${BASE_URL}/servers/`],
    ['/account/me', `${BASE_URL}/account/me/`],
  ])('without its last slash, %s, is redirected to the whole address', (target, location) => {
    expect(modelInHand().ask('POST', target)).toMatchObject({ status: 301, headers: { location } });
  });

  test.each(['/', '/nothing/', '/nothing', '/snapshots//', '/snapshots/801/clone/'])(
    'that is none, %s, answers 404 with a page',
    (target) => {
      expect(modelInHand().ask('GET', target)).toMatchObject({
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
    ['constructor', '/account/me/', 'GET'],
  ])('does not take %s on %s', (method, target, allow) => {
    expect(modelInHand().ask(method, target)).toMatchObject({
      status: 405,
      headers: { allow },
      body: { detail: `Method "${method}" not allowed.` },
    });
  });
});

describe('A body', () => {
  const authorization = `Bearer ${TOKEN}`;

  test('of another type than JSON answers 415', () => {
    expect(askWith({ authorization, 'content-type': 'text/plain' }, 'POST', '/snapshots/', '{}')).toMatchObject({
      status: 415,
      body: JSON.stringify({ detail: 'Unsupported media type "text/plain" in request.' }),
    });
  });

  test('of JSON may name its charset', () => {
    const headers = { authorization, 'content-type': 'application/json; charset=utf-8' };
    expect(askWith(headers, 'POST', '/snapshots/', '{"server_id": 12345, "name": "a"}').status).toBe(201);
  });

  test('that is broken JSON answers 400', () => {
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = askWith(headers, 'POST', '/snapshots/', '{"server_id": 12');
    expect(answer).toMatchObject({
      status: 400,
      body: expect.stringContaining('{"detail":"JSON parse error - '),
    });
  });
});

describe('What is set up by hand', () => {
  test('needs a server that is there', () => {
    const { model } = modelInHand();
    expect(() => model.addSnapshot({ serverId: 1, name: 'a' })).toThrow('There is no server 1.');
    expect(() => model.setServerStatus(1, 'active')).toThrow('There is no server 1.');
    expect(() => model.serverStatus(1)).toThrow('There is no server 1.');
  });

  test('needs an id of its own', () => {
    const { model } = modelInHand();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    expect(() => model.addSnapshot({ id: 801, serverId: 12345, name: 'a' })).toThrow(
      'There is a snapshot 801 already.',
    );
    expect(() => model.addServer({ id: '12345' })).toThrow('There is a server 12345 already.');
  });
});
