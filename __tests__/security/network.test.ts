import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { parseInputs } from '../../src/inputs/inputs.ts';
import { rollbackInstructions } from '../../src/report/rollback-instructions.ts';
import { startCommand } from '../../src/servers/power.ts';
import { Id } from '../../src/vps/id.ts';
import { addSnapshot, COMPLETED_AT_ONCE } from '../support/fixtures.ts';
import { startServer } from '../support/http-server.ts';
import { GITHUB_TOKEN } from '../support/job.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const Port = v.object({ port: v.number() });
const TRUST_ALL = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };

/** A proxy that leads each tunnel to the port that it is asked for, on loopback. */
async function startProxy() {
  const tunnels: string[] = [];
  const proxy = createServer((_request, response) => response.writeHead(400).end());
  proxy.on('connect', (request, client) => {
    tunnels.push(request.url ?? '');
    const target = connect(Number(request.url?.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      target.pipe(client).pipe(target);
    });
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = v.parse(Port, proxy.address());
  return {
    url: `http://127.0.0.1:${port}`,
    tunnels,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => {
        proxy.close(resolve);
        proxy.closeAllConnections();
      });
    },
  };
}

const SNAPSHOT = { status: 'completed', sizeMb: 1, createdAtMs: undefined, description: '' };

/** The last word of each call of curl in shell lines, as a shell takes them apart. */
function lastWords(command: string): string[] {
  const curl = 'reboot() { echo REBOOTED; }; curl() { for word in "$@"; do :; done; printf "%s\\n" "$word"; }';
  return execFileSync('sh', ['-c', `${curl}\n${command}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');
}

describe('NODE_TLS_REJECT_UNAUTHORIZED=0', () => {
  test('gives the token to no API whose certificate is not trusted', async () => {
    await using impostor = await startServer(() => ({ status: 200, body: '{}' }), true);
    await using scene = await Scene.create();
    const result = await scene.run({ inputs: { api_url: impostor.url }, env: TRUST_ALL });
    expect(errorOf(result)).toContain("the API's certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)");
    expect(result.notices.join()).toContain('NODE_TLS_REJECT_UNAUTHORIZED');
    expect(impostor.requests).toEqual([]);
  });

  test('gives it to none behind a proxy either', async () => {
    await using impostor = await startServer(() => ({ status: 200, body: '{}' }), true);
    await using proxy = await startProxy();
    await using scene = await Scene.create();
    const { port } = new URL(impostor.url);
    const env = { ...TRUST_ALL, https_proxy: proxy.url };
    const result = await scene.run({ inputs: { api_url: `https://api.test:${port}/api/v1` }, env });
    expect(errorOf(result)).toContain("the API's certificate is not trusted");
    expect(proxy.tunnels).toEqual([`api.test:${port}`]);
    expect(impostor.requests).toEqual([]);
  });

  test('does not make a health check, a webhook or GitHub trusted', async () => {
    await using impostor = await startServer(() => ({ status: 200, body: '{}' }), true);
    await using scene = await Scene.create();
    scene.api.model.addSnapshot({ id: 7, serverId: SERVER, name: 'good-release' });
    const inputs = {
      mode: 'rollback',
      snapshot_id: '7',
      health_check_url: impostor.url,
      health_check_timeout_minutes: '0.1',
      notify_url: `${impostor.url}/services/T0AB12CD3EF4`,
      commit_status: 'true',
      github_token: GITHUB_TOKEN,
    };
    const result = await scene.run({ inputs, env: { ...TRUST_ALL, GITHUB_API_URL: impostor.url } });
    expect(errorOf(result)).toContain('self-signed certificate');
    expect(result.warnings.join()).toContain('The notification could not be sent: self-signed certificate');
    expect(result.notices.join()).toMatch(/The commit status could not be set .*self-signed certificate/u);
    expect(impostor.requests).toEqual([]);
  });
});

describe('api_url', () => {
  test('of another host is named in a notice that says where the token goes', async () => {
    await using proxy = await startProxy();
    await using impostor = await startServer(() => ({ status: 200, body: '{}' }), true);
    await using scene = await Scene.create();
    const { port } = new URL(impostor.url);
    const env = { https_proxy: proxy.url };
    const { notices } = await scene.run({ inputs: { api_url: `https://vps.example:${port}/api/v1` }, env });
    expect(notices).toEqual([`api_url is set to vps.example:${port}: the API token is sent to that host.`]);
  });

  test('on loopback gives no notice', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const result = await scene.run();
    expectSuccess(result);
    expect(result.notices).toEqual([]);
  });

  test.each([
    ["https://vps.example/'; reboot; '", "https://vps.example/'; reboot; '"],
    ["https://vps.example'$(reboot)'/api", "https://vps.example'$(reboot)'/api"],
    ['https://admin:hunter2-of-the-root@vps.example/api', 'https://***@vps.example/api'],
    ['https://admin:hunter2/of@the-root@vps.example/api', 'https://***@vps.example/api'],
    ['admin:hunter2-of-the-root@vps.example', '***@vps.example'],
    ['https://vps.example/api?password=hunter2-of-the-root', 'https://vps.example/api?***'],
    ['https://vps.example/api#hunter2-of-the-root', 'https://vps.example/api#***'],
    ['http://vps.example/api', 'http://vps.example/api'],
  ])('cannot leave the shell line, nor show a password: %s', async (api_url, shown) => {
    await using scene = await Scene.create();
    const result = await scene.run({ inputs: { api_url } });
    expect(errorOf(result)).toContain(`api_url is "${shown}": use an https URL without`);
    expect(result.log + result.summary).not.toMatch(/hunter2|of-the-root|```/u);
    expect(scene.requests()).toEqual([]);
  });

  test.each([
    'https://vps.example/$(reboot)/`reboot`/$HOME',
    'https://vps.example/";reboot;"/api',
    'https://vps.example/a b/!!/{a,b}/*/~',
    'https://vps.example/a\\b/&|<>()',
    'https://vps.example/%27;reboot;%27',
    'https://vps.example/\n;reboot\n',
    'https://$(reboot).example/',
    'https://vps.example/ünïcode/%00',
  ])('is one word of a shell in each command that people copy, or is refused: %j', (api_url) => {
    const read = () => parseInputs({ api_token: 'token', server_id: '1', api_url });
    if (URL.parse(api_url) === null) return expect(read).toThrow('api_url is');
    const { apiUrl } = read();
    const server = { key: v.parse(Id, '12345'), name: "'; reboot; '" };
    const snapshots = ['801', '802'].map((id) => ({ ...SNAPSHOT, server, key: v.parse(Id, id), name: "'$(reboot)'" }));
    const commands = [
      startCommand(server, apiUrl),
      ...[snapshots, snapshots.slice(1)].map((some) => {
        const [, command = ''] =
          /^```sh\n(.*?)^```$/msu.exec(rollbackInstructions('', some, { apiUrl, uses: './' })) ?? [];
        return command;
      }),
    ];
    const urls = commands.flatMap((command) => lastWords(command));
    expect(urls).toEqual([
      `${apiUrl}/servers/12345/power/`,
      `${apiUrl}/snapshots/801/restore/`,
      `${apiUrl}/snapshots/802/restore/`,
      `${apiUrl}/snapshots/802/restore/`,
    ]);
  });
});

describe('The token', () => {
  test.each([301, 302, 303, 307, 308])('does not follow a redirect of the API: %d', async (status) => {
    await using other = await startServer(() => ({ status: 200, body: '{}' }));
    await using scene = await Scene.create();
    for (const request of ['GET /servers/12345/', 'GET /snapshots/', 'POST /snapshots/']) {
      scene.setFaults(({ method, path }) =>
        `${method} ${path}` === request ? { kind: 'redirect', status, location: `${other.url}/api/v1/` } : undefined,
      );
      expect(errorOf(await scene.run({ inputs: { timeout_minutes: '0.1' } }))).toContain(`returned ${status}`);
    }
    expect(other.requests).toEqual([]);
  });

  test('does not follow the next page of a list to another host', async () => {
    await using other = await startServer(() => ({ status: 200, body: '{"count":0,"results":[]}' }));
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const body = JSON.stringify({ count: 0, next: `${other.url}/api/v1/snapshots/?page=2`, results: [] });
    scene.setFaults(({ path, query }) =>
      path === '/snapshots/' && query.get('page') === null && scene.snapshotIds().length === 0
        ? { kind: 'response', status: 200, body, effect: false }
        : undefined,
    );
    await scene.run({ inputs: { wait: 'false' } });
    expect(scene.api.requests.map(({ path }) => path)).toContainEqual(expect.stringContaining('page=2'));
    expect(other.requests).toEqual([]);
  });
});

test('An API with an IPv6 address is read page by page and written to', async () => {
  await using scene = await Scene.create({ host: '::1', model: { pageSize: 2 } });
  for (const hoursOld of [1, 2, 3]) addSnapshot(scene, { hoursOld });
  const step = await scene.job().step({ inputs: { rollback_on: 'failure' } });
  expectSuccess(step.main);
  expect(new URL(scene.api.url).hostname).toBe('[::1]');
  expectSuccess(await step.post('failure'));
  const restore = `/snapshots/${step.main.outputs.snapshot_id}/restore/`;
  expect(scene.requests()).toContain(`POST ${restore}`);
  expect(scene.api.requests.map(({ path }) => path)).toContainEqual(expect.stringContaining('page=2'));
  expect(step.main.summary).toContain(`'${scene.api.url}${restore}'`);
});

describe('A health check', () => {
  test.each([
    'http://127.0.0.1:PORT/',
    '//127.0.0.1:PORT/',
    '\\\\127.0.0.1:PORT\\',
    'http://2130706433:PORT/',
    'http://0x7f.1:PORT/',
    'http://localhost:PORT/',
    'http://localhost:OWN/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://127.0.0.1:OWN@127.0.0.1:PORT/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fe80::1]/',
    'http://10.0.0.1/',
    'https://evil.example/',
    'ftp://127.0.0.1:OWN/',
  ])('does not follow a redirect to %s', async (location) => {
    await using inner = await startServer(() => ({ status: 200 }));
    const innerPort = new URL(inner.url).port;
    await using shop = await startServer(({ headers }) => {
      const ownPort = headers.host?.split(':').at(-1) ?? '';
      return { status: 302, headers: { location: location.replace('PORT', innerPort).replace('OWN', ownPort) } };
    });
    await using scene = await Scene.create();
    const inputs = { mode: 'check', health_check_url: `${shop.url}/health`, health_check_timeout_minutes: '0.1' };
    expect(errorOf(await scene.run({ inputs }))).toMatch(
      /it redirects to another host \(".*"\); the redirect was not followed/u,
    );
    expect(shop.requests.every(({ path }) => path === '/health')).toBe(true);
    expect(inner.requests).toEqual([]);
  });

  test('follows one to another path of its host', async () => {
    await using shop = await startServer(({ path }) =>
      path === '/' ? { status: 302, headers: { location: '/en/health' } } : { status: 200 },
    );
    await using scene = await Scene.create();
    const result = await scene.run({ inputs: { mode: 'check', health_check_url: `${shop.url}/` } });
    expectSuccess(result);
    expect(result.outputs.healthy).toBe('true');
    expect(shop.requests.map(({ path }) => path).slice(0, 2)).toEqual(['/', '/en/health']);
  });
});
