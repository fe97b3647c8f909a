import { describe, expect, test } from '@jest/globals';
import { refusal } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

/** The token of each request. */
function tokensOf({ api }: Scene): Set<string | undefined> {
  return new Set(api.requests.map(({ headers }) => headers.authorization));
}

describe('The token', () => {
  test('is taken from VPS_API_TOKEN if the input is empty', async () => {
    await using scene = await Scene.create();
    const { token } = scene.api;
    expectSuccess(await scene.run({ inputs: { api_token: '', wait: 'false' }, env: { VPS_API_TOKEN: token } }));
    expect(tokensOf(scene)).toEqual(new Set([`Bearer ${token}`]));
  });

  test('is taken from the input if both are given', async () => {
    await using scene = await Scene.create();
    expectSuccess(await scene.run({ inputs: { wait: 'false' }, env: { VPS_API_TOKEN: 'vps_AnotherOne' } }));
    expect(tokensOf(scene)).toEqual(new Set([`Bearer ${scene.api.token}`]));
  });

  test.each(['api_token', 'VPS_API_TOKEN'])('is taken without the white space around %s', async (where) => {
    await using scene = await Scene.create();
    const { token } = scene.api;
    const [api_token, VPS_API_TOKEN] = where === 'api_token' ? [` \t${token}\r\n`, ''] : ['', ` \t${token}\r\n`];
    expectSuccess(await scene.run({ inputs: { api_token, wait: 'false' }, env: { VPS_API_TOKEN } }));
    expect(tokensOf(scene)).toEqual(new Set([`Bearer ${token}`]));
  });

  test('is masked before anything else is written, as are the other secrets', async () => {
    await using scene = await Scene.create();
    const notify_url = 'https://chat.example/services/T0AB12CD3EF4';
    const { log } = await scene.run({ inputs: { wait: 'false', github_token: 'ghs_1234567890', notify_url } });
    const masks = log.split('\n').slice(0, 3);
    expect(masks.sort()).toEqual(
      [scene.api.token, 'ghs_1234567890', notify_url].map((secret) => `::add-mask::${secret}`).sort(),
    );
  });

  test('that was revoked is an error that points to the token', async () => {
    await using scene = await Scene.create();
    const error = errorOf(await scene.run({ inputs: { api_token: 'vps_TheTokenOfLastYear' } }));
    expect(error).toContain('returned 401: Invalid token.');
    expect(error).toContain('Nothing was changed.');
    expect(error).toContain('Check api_token: it must be an active token of this VPS.org account.');
    expect(scene.writes()).toEqual([]);
  });

  test('of another account sees no such server, and the error lists those that it sees', async () => {
    await using scene = await Scene.create();
    const error = errorOf(await scene.run({ inputs: { server_id: '54321' } }));
    expect(error).toContain('This token has no access to server 54321 (or it does not exist)');
    expect(error).toContain(`${SERVER} (web-1)`);
    expect(scene.writes()).toEqual([]);
  });

  test('that may read and not create is an error that says what it lacks', async () => {
    await using scene = await Scene.create();
    scene.setFaults(({ method }) => (method === 'POST' ? refusal(403, 'Read only.') : undefined));
    const error = errorOf(await scene.run());
    expect(error).toContain('POST /snapshots/ returned 403: Read only.');
    expect(error).toContain('Create a token with the permission servers:*');
  });
});

describe('A typo in server_id', () => {
  test('among several servers changes none of them', async () => {
    await using scene = await Scene.create();
    expect(errorOf(await scene.run({ inputs: { server_id: `${SERVER},12354` } }))).toContain('server 12354');
    expect(scene.writes()).toEqual([]);
  });

  test('in a rollback says whose the snapshot is, and restores nothing', async () => {
    await using scene = await Scene.create();
    scene.api.model.addServer({ id: 12354, name: 'web-2' });
    scene.api.model.addSnapshot({ id: 7, serverId: SERVER, name: 'good-release' });
    const error = errorOf(await scene.run({ inputs: { mode: 'rollback', server_id: '12354', snapshot_id: '7' } }));
    expect(error).toContain('Cannot roll back server 12354. No restore was started.');
    expect(error).toContain(
      'Snapshot 7 "good-release" on server 12345 (web-1) does not belong to any server in server_id',
    );
    expect(scene.api.model.restores()).toEqual([]);
  });
});
