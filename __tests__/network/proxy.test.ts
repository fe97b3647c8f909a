import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { CERTIFICATE, KEY } from '../support/certificate.ts';
import { addSnapshot } from '../support/fixtures.ts';
import { startServer, type TestServer } from '../support/http-server.ts';
import { Scene } from '../support/scene.ts';

const SUPPORT = join(import.meta.dirname, '..', 'support');
const Port = v.object({ port: v.number() });
const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
const trusted = join(folder, 'certificate.pem');
const inputs = { api_url: 'https://api.test/api/v1' };

beforeAll(() => writeFileSync(trusted, CERTIFICATE));
afterAll(() => rmSync(folder, { recursive: true }));

interface Listener extends AsyncDisposable {
  readonly port: number;
}

/**
 * An https server in front of the emulator, so that the action has a name other than loopback to reach.
 * @param github gets the requests under `/github`
 */
async function startHttps({ api }: Scene, github?: TestServer): Promise<Listener> {
  const server = createServer({ cert: CERTIFICATE, key: KEY }, (incoming, outgoing) => {
    const { port } = new URL(github && incoming.url?.startsWith('/github/') ? github.url : api.url);
    const options = { port, method: incoming.method, path: incoming.url, headers: incoming.headers };
    const onward = request(options, (response) => {
      outgoing.writeHead(response.statusCode ?? 500, response.headers);
      response.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: v.parse(Port, server.address()).port,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

interface Proxy extends Disposable {
  readonly url: string;
  /** Every line that the proxy printed: the heads of the tunnels that it was asked for. */
  readonly heads: readonly string[];
}

async function startProxy({ port: targetPort }: Listener, env: Record<string, string> = {}): Promise<Proxy> {
  const child: ChildProcess = spawn(process.execPath, [join(SUPPORT, 'proxy.mjs')], {
    env: { PATH: process.env.PATH, PROXY_TARGET_PORT: String(targetPort), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('The proxy has no output.');
  const lines = createInterface({ input: child.stdout });
  const heads: string[] = [];
  const { port } = await new Promise<v.InferOutput<typeof Port>>((resolve) => {
    lines.once('line', (line) => {
      lines.on('line', (head) => heads.push(head));
      resolve(v.parse(Port, JSON.parse(line)));
    });
  });
  return {
    url: `http://user:secret@127.0.0.1:${port}`,
    heads,
    [Symbol.dispose]: () => {
      child.kill();
    },
  };
}

test('carries the requests in a tunnel, and the proxy never sees the token', async () => {
  await using scene = await Scene.create();
  await using https = await startHttps(scene);
  using proxy = await startProxy(https);
  const result = await scene.run({ inputs, env: { https_proxy: proxy.url, NODE_EXTRA_CA_CERTS: trusted } });
  expect([result.exitCode, result.errors]).toEqual([0, []]);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
  expect(proxy.heads).toHaveLength(scene.requests().length);
  expect(proxy.heads.join()).toContain('"target":"api.test:443"');
  expect(proxy.heads.join()).not.toContain(scene.api.token);
  expect(proxy.heads.join()).not.toMatch(/"authorization"/u);
});

test('sends the commit status through the proxy too', async () => {
  await using github = await startServer(() => ({ status: 201, body: '{}' }));
  await using scene = await Scene.create();
  await using https = await startHttps(scene, github);
  using proxy = await startProxy(https);
  const snapshot_id = addSnapshot(scene, { hoursOld: 1 });
  const result = await scene.run({
    inputs: { mode: 'rollback', snapshot_id, commit_status: 'true', github_token: 'ghs_0123456789abcdefghijklmnop' },
    env: { GITHUB_API_URL: 'https://api.test/github', https_proxy: proxy.url, NODE_EXTRA_CA_CERTS: trusted },
  });
  expect([result.exitCode, result.notices.join()]).toEqual([0, '']);
  expect(github.requests.map(({ path }) => path)).toEqual([expect.stringContaining('/repos/acme/shop/statuses/')]);
  expect(proxy.heads).toHaveLength(1);
});

test('treats a tunnel that the proxy refuses as a request that was not sent', async () => {
  await using scene = await Scene.create();
  await using https = await startHttps(scene);
  using proxy = await startProxy(https, { PROXY_REFUSES: '1' });
  const result = await scene.run({ inputs, env: { https_proxy: proxy.url, NODE_EXTRA_CA_CERTS: trusted } });
  expect(result.exitCode).toBe(1);
  expect(result.errors.join()).toContain('tunneling socket could not be established, statusCode=407');
  expect(result.errors.join()).not.toContain('secret@');
  expect(scene.requests()).toEqual([]);
});

test('bypasses the proxy for the names in no_proxy', async () => {
  await using scene = await Scene.create();
  await using https = await startHttps(scene);
  using proxy = await startProxy(https);
  const result = await scene.run({
    inputs: { api_url: `https://api.test:${https.port}/api/v1` },
    env: { https_proxy: proxy.url, no_proxy: 'api.test', NODE_EXTRA_CA_CERTS: trusted },
    preload: [join(SUPPORT, 'api-test-name.mjs')],
  });
  expect(result.errors).toEqual([]);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
  expect(proxy.heads).toEqual([]);
});

test('ends at once if the certificate is not trusted, and sends no token', async () => {
  await using scene = await Scene.create();
  await using https = await startHttps(scene);
  const result = await scene.run({ inputs: { api_url: `https://127.0.0.1:${https.port}/api/v1` } });
  expect(result.exitCode).toBe(1);
  expect(result.errors.join()).toContain('certificate is not trusted');
  expect(scene.requests()).toEqual([]);
});
