import { describe, expect, test } from '@jest/globals';
import type { FaultHook } from '../../emulator/fault-kinds.ts';
import { COMPLETED_AT_ONCE, descriptionBy, restoreInto } from '../support/fixtures.ts';
import { startServer } from '../support/http-server.ts';
import { GITHUB_TOKEN } from '../support/job.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

// Each scenario looks for 8 characters in a row of each secret in whatever left the action (support/scene.ts).

const TOKEN = 'vps_8fK2mQ9xZr47LpWc1TnBaQ6sD0hYuE';
const RED = '\u001b[31m';

/** Ways in which an API or a proxy repeats a token. */
const FORMS: readonly (readonly [form: string, write: (token: string) => string])[] = [
  ['as it is', (token) => token],
  ['in the header that it came in', (token) => `authorization: Bearer ${token}`],
  ['in part', (token) => `${token.slice(0, 12)}...`],
  ['with an ANSI code in its middle', (token) => `${token.slice(0, 11)}${RED}${token.slice(11)}`],
  ['with an ANSI code every 5 characters', (token) => token.replace(/.{5}/gu, `$&${RED}`)],
  ['with a NUL in its middle', (token) => `${token.slice(0, 9)}\0${token.slice(9)}`],
  ['in base64', (token) => Buffer.from(`Bearer ${token}`).toString('base64')],
  ['in base64url', (token) => Buffer.from(token).toString('base64url')],
  ['URL-encoded', (token) => `/login?next=%2Fapi%3Fkey%3D${encodeURIComponent(token).replaceAll('_', '%5F')}`],
  ['escaped for HTML', (token) => token.replace(/[^A-Za-z]/gu, (mark) => `&#${mark.charCodeAt(0)};`)],
  ['escaped for HTML in hex', (token) => token.replace(/[0-9]/gu, (mark) => `&#x${mark.charCodeAt(0).toString(16)};`)],
  ['escaped for JSON twice', (token) => token.replace(/[_0-9]/gu, (mark) => `\\u00${mark.charCodeAt(0).toString(16)}`)],
  ['where a message is cut', (token) => `${'x'.repeat(288)}${token}`],
  ['where a name is cut', (token) => `${'x'.repeat(68)}${token}`],
  ['where what is looked at is cut', (token) => `${' '.repeat(4080)}${token}`],
];

/** Bodies of an error around a text. */
const BODIES: readonly (readonly [body: string, write: (text: string) => string])[] = [
  ['detail', (text) => JSON.stringify({ detail: text })],
  ['fields', (text) => JSON.stringify({ name: ['Not valid.', text], [text]: ['Unknown.'] })],
  ['JSON that is cut off', (text) => JSON.stringify({ detail: text }).slice(0, -2)],
  ['a page', (text) => `<html><head><title>403</title></head><body><pre>${text}</pre></body></html>`],
];

function repeatingApi(status: number, body: string, isHere: (request: string) => boolean): FaultHook {
  return ({ method, path }) =>
    isHere(`${method} ${path}`) ? { kind: 'response', status, body, effect: false } : undefined;
}

describe('A token that the API repeats in an error', () => {
  test.each(FORMS)('is not shown: %s', async (_form, write) => {
    await using scene = await Scene.create({ token: TOKEN });
    const body = JSON.stringify({ detail: write(TOKEN) });
    scene.setFaults(repeatingApi(400, body, (request) => request === 'POST /snapshots/'));
    expect(errorOf(await scene.run())).toContain('POST /snapshots/ returned 400');
  });

  test.each(BODIES)('is not shown, wherever it is: %s', async (_body, bodyWith) => {
    await using scene = await Scene.create({ token: TOKEN });
    const all = FORMS.map(([, write]) => write(TOKEN)).join(' ');
    for (const text of [TOKEN, all, `${TOKEN.slice(0, 16)} ${TOKEN.slice(16)}`]) {
      scene.setFaults(repeatingApi(400, bodyWith(text), (request) => request === 'POST /snapshots/'));
      expect(errorOf(await scene.run())).toContain('***');
    }
  });

  test.each([
    ['GET /servers/12345/', 403],
    ['GET /servers/12345/', 401],
    ['GET /snapshots/', 401],
    ['GET /snapshots/', 307],
    ['POST /snapshots/', 403],
    ['POST /snapshots/', 404],
  ])('is not shown by %s with %d', async (place, status) => {
    await using scene = await Scene.create({ token: TOKEN });
    scene.setFaults(
      repeatingApi(status, JSON.stringify({ detail: `The token ${TOKEN} is revoked.` }), (one) => one === place),
    );
    const { log } = await scene.run();
    if (place !== 'GET /servers/12345/') expect(log).toContain('The token *** is revoked.');
  });

  test('is not shown while requests are retried, nor in the debug log', async () => {
    await using scene = await Scene.create({ token: TOKEN });
    scene.setFaults(repeatingApi(503, `upstream: ${TOKEN}`, (request) => request === 'GET /snapshots/'));
    const result = await scene.run({ inputs: { timeout_minutes: '1' } });
    expect(errorOf(result)).toContain('upstream: ***');
    expect(result.log).toContain('::debug::GET /snapshots/');
  });

  test('is not shown in the address of a redirect', async () => {
    await using scene = await Scene.create({ token: TOKEN });
    scene.setFaults(() => ({ kind: 'redirect', status: 302, location: `https://login.test/?token=${TOKEN}` }));
    expect(errorOf(await scene.run())).toContain('302');
  });
});

describe('A token that the API puts into what it stores', () => {
  test('is in no log, output, state or summary of a snapshot or its rollback', async () => {
    await using scene = await Scene.create({ token: TOKEN, withoutServer: true });
    for (const [index, [, write]] of FORMS.entries()) {
      scene.api.model.addServer({
        id: index + 1,
        name: write(TOKEN),
        snapshotPlan: {
          timeline: [
            { atMs: 0, status: write(TOKEN) },
            { atMs: 120_000, status: 'completed' },
          ],
          overrides: { name: write(TOKEN) },
        },
      });
    }
    const server_id = FORMS.map((_, index) => index + 1).join();
    const step = await scene.job().step({ inputs: { server_id, rollback_on: 'failure' } });
    expectSuccess(step.main);
    expect(step.main.outputs.status).toBe('completed');
    expect((await step.post('failure')).exitCode).toBe(0);
  });

  test.each([0, 5, 10])('is not in the list of snapshots that an error shows, %d', async (first) => {
    await using scene = await Scene.create({ token: TOKEN });
    const [marker = ''] = (await descriptionBy()).split('] ');
    for (const [, write] of FORMS.slice(first, first + 5)) {
      scene.api.model.addSnapshot({
        serverId: SERVER,
        name: write(TOKEN),
        description: `${marker}] ${write(TOKEN)} series "${write(TOKEN)}"`,
      });
    }
    expect(errorOf(await scene.run())).toContain('limit of 5 snapshots');
  });
});

describe('A rollback that notifies others', () => {
  test.each(FORMS)('gives the token neither to the commit nor to the webhook: %s', async (_form, write) => {
    await using github = await startServer(() => ({ status: 201, body: '{}' }));
    await using webhook = await startServer(() => ({ status: 200 }));
    await using scene = await Scene.create({ token: TOKEN, withoutServer: true });
    scene.api.model.addServer({ id: SERVER, name: write(TOKEN) });
    scene.api.model.addSnapshot({ id: 7, serverId: SERVER, name: write(TOKEN) });
    scene.api.model.planNextRestore(restoreInto('active'));
    const inputs = {
      mode: 'rollback',
      snapshot_id: '7',
      commit_status: 'true',
      github_token: GITHUB_TOKEN,
      notify_url: `${webhook.url}/services/T0AB12CD3EF4`,
    };
    const { exitCode, outputs } = await scene.run({ inputs, env: { GITHUB_API_URL: github.url } });
    expect([exitCode, outputs.rolled_back]).toEqual([0, 'true']);
    expect([github.requests.length, webhook.requests.length]).toEqual([1, 1]);
  });

  test.each(FORMS)('gives it to neither if the API repeats it in the refusal: %s', async (_form, write) => {
    await using github = await startServer(() => ({ status: 201, body: '{}' }));
    await using webhook = await startServer(() => ({ status: 200 }));
    await using scene = await Scene.create({ token: TOKEN });
    scene.api.model.addSnapshot({ id: 7, serverId: SERVER, name: 'good-release' });
    const body = JSON.stringify({ detail: write(TOKEN) });
    scene.setFaults(repeatingApi(403, body, (request) => request === 'POST /snapshots/7/restore/'));
    const inputs = {
      mode: 'rollback',
      snapshot_id: '7',
      commit_status: 'true',
      github_token: GITHUB_TOKEN,
      notify_url: `${webhook.url}/services/T0AB12CD3EF4`,
    };
    errorOf(await scene.run({ inputs, env: { GITHUB_API_URL: github.url } }));
    expect(JSON.parse(github.requests[0]?.body ?? '')).toMatchObject({ state: 'failure' });
    expect(webhook.requests).toHaveLength(1);
  });

  test('does not repeat what GitHub and the webhook repeat', async () => {
    await using github = await startServer(({ headers }) => ({
      status: 422,
      body: JSON.stringify({ message: `Bad credentials: ${headers.authorization}`, errors: [GITHUB_TOKEN] }),
    }));
    await using webhook = await startServer(({ path }) => ({ status: 404, body: `no hook ${path}` }));
    await using scene = await Scene.create({ token: TOKEN });
    scene.api.model.addSnapshot({ id: 7, serverId: SERVER, name: 'good-release' });
    const inputs = {
      mode: 'rollback',
      snapshot_id: '7',
      commit_status: 'true',
      github_token: GITHUB_TOKEN,
      notify_url: `${webhook.url}/services/T0AB12CD3EF4`,
    };
    const { exitCode, notices, warnings } = await scene.run({ inputs, env: { GITHUB_API_URL: github.url } });
    expect(exitCode).toBe(0);
    expect(notices.join()).toContain('Bad credentials: token ***');
    expect(warnings.join()).toContain('The webhook returned 404.');
  });

  test('does not show the address of a webhook that cannot be reached', async () => {
    await using scene = await Scene.create({ token: TOKEN });
    scene.api.model.addSnapshot({ id: 7, serverId: SERVER, name: 'good-release' });
    const notify_url = 'http://127.0.0.1:9/services/T0AB12CD3EF4?sig=Zz9Yy8Xx7Ww6';
    const { exitCode, warnings, log } = await scene.run({ inputs: { mode: 'rollback', snapshot_id: '7', notify_url } });
    expect(exitCode).toBe(0);
    expect(warnings.join()).toMatch(/The notification could not be sent: .*ECONNREFUSED/u);
    expect(log.replace(/^::add-mask::.*$/gmu, '')).not.toContain('Zz9Yy8Xx7Ww6');
  });
});

describe('A health check', () => {
  test('that meets the token in a page and an address does not show it', async () => {
    await using shop = await startServer(({ path }) =>
      path === '/moved'
        ? { status: 302, headers: { location: `http://${TOKEN.toLowerCase().replace('_', '-')}.test/${TOKEN}` } }
        : { status: 500, body: `token ${TOKEN}` },
    );
    await using scene = await Scene.create({ token: TOKEN });
    for (const path of ['/', '/moved']) {
      const inputs = { mode: 'check', health_check_url: `${shop.url}${path}`, health_check_timeout_minutes: '0.2' };
      expect(errorOf(await scene.run({ inputs }))).toContain('last result: it re');
    }
  });
});

describe('A token in the wrong place', () => {
  const ids = ['server_id', 'snapshot_id'];
  const texts = ['description', 'snapshot_name', 'series', 'health_check_text'];
  const numbers = ['timeout_minutes', 'keep', 'mode', 'wait', 'rollback_on', 'rollback_if', 'max_parallel'];
  const urls = ['api_url', 'health_check_url', 'notify_url'];

  test.each([...ids, ...texts, ...numbers, ...urls, 'github_token'])('is not shown and not sent: %s', async (name) => {
    await using scene = await Scene.create({ token: TOKEN });
    const value = urls.includes(name) ? `https://shop.test/health?key=${TOKEN}` : TOKEN;
    const result = await scene.run({ inputs: { [name]: value } });
    expect(errorOf(result)).toContain(`${name} contains an API token`);
    expect(result.summary).toContain('invalid inputs');
    expect(scene.requests()).toEqual([]);
  });

  test.each(['server_id', 'snapshot_id', 'series', 'description', 'timeout_minutes', 'health_check_url'])(
    'is not shown and not sent if it was exchanged with the value of %s',
    async (name) => {
      await using scene = await Scene.create({ token: TOKEN });
      const result = await scene.run({ inputs: { [name]: TOKEN, api_token: '12345' } });
      expect(errorOf(result)).toContain(`${name} contains an API token`);
      expect(scene.requests()).toEqual([]);
    },
  );

  test('is not shown if it is in the variable while the input has another', async () => {
    await using scene = await Scene.create({ token: TOKEN });
    const env = { VPS_API_TOKEN: 'vps_AnotherTokenOfTheSameAccount00' };
    scene.setFaults(repeatingApi(403, `not ${env.VPS_API_TOKEN}`, (request) => request.startsWith('POST')));
    expect(errorOf(await scene.run({ env }))).toContain('not ***');
  });

  test('in a re-read input after the job is not sent, and the value of the step is used', async () => {
    await using shop = await startServer(() => ({ status: 200 }));
    await using scene = await Scene.create({ token: TOKEN });
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { rollback_on: 'failure', health_check_url: shop.url } });
    const inputs = { health_check_url: `${shop.url}/?key=${TOKEN}` };
    const { exitCode, warnings } = await step.post('failure', { inputs });
    expect(exitCode).toBe(0);
    expect(warnings.join()).toContain('health_check_url contains an API token');
    expect(shop.requests.map(({ path }) => path)).toEqual(['/', '/']);
  });
});
