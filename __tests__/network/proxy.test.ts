import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { CERTIFICATE, KEY } from '../support/certificate.ts';
import { type Scene, SERVER, scene } from '../support/scene.ts';

const Port = v.object({ port: v.number() });
const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
const trusted = join(folder, 'certificate.pem');

beforeAll(() => writeFileSync(trusted, CERTIFICATE));
afterAll(() => rmSync(folder, { recursive: true }));

/** An https front before the API on loopback, so that the action has a name to reach which is not loopback. */
async function withHttps<Result>({ api }: Scene, play: (port: number) => Promise<Result>): Promise<Result> {
  const { port } = new URL(api.url);
  const front = createServer({ cert: CERTIFICATE, key: KEY }, (incoming, outgoing) => {
    const onward = request(
      { port, method: incoming.method, path: incoming.url, headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      },
    );
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  try {
    return await play(v.parse(Port, front.address()).port);
  } finally {
    await new Promise((resolve) => {
      front.close(resolve);
      front.closeAllConnections();
    });
  }
}

interface Proxy {
  readonly address: string;
  /** Every line that the proxy printed: the heads of the tunnels that it was asked for. */
  readonly heads: string[];
}

async function withProxy(targetPort: number, env: Record<string, string>, play: (proxy: Proxy) => Promise<void>) {
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, '..', 'support', 'proxy.mjs')], {
    env: { PATH: process.env.PATH, PROXY_TARGET_PORT: String(targetPort), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    if (!child.stdout) throw new Error('the proxy has no output');
    const lines = createInterface({ input: child.stdout });
    const heads: string[] = [];
    const { port } = await new Promise<v.InferOutput<typeof Port>>((resolve) => {
      lines.once('line', (line) => {
        lines.on('line', (head) => heads.push(head));
        resolve(v.parse(Port, JSON.parse(line)));
      });
    });
    await play({ address: `http://user:secret@127.0.0.1:${port}`, heads });
  } finally {
    child.kill();
  }
}

const API_TEST_NAME = pathToFileURL(join(import.meta.dirname, '..', 'support', 'api-test-name.mjs')).href;
const inputs = { api_url: 'https://api.test/api/v1' };

describe('A proxy', () => {
  test('carries the requests in a tunnel and never sees the token', async () => {
    await scene(async (set) => {
      await withHttps(set, (port) =>
        withProxy(port, {}, async ({ address, heads }) => {
          const result = await set.run({ inputs, env: { https_proxy: address, NODE_EXTRA_CA_CERTS: trusted } });
          expect(result.errors).toEqual([]);
          expect(result.exitCode).toBe(0);
          expect(set.requests().slice(0, 2)).toEqual(['GET /snapshots/', 'POST /snapshots/']);
          expect(heads.length).toBe(set.requests().length);
          expect(heads.join()).toContain('"target":"api.test:443"');
          expect(heads.join()).not.toContain(set.api.token);
          expect(heads.join()).not.toMatch(/"authorization"/u);
        }),
      );
    });
  });

  test('carries the status of the commit, too', async () => {
    await scene(async (set) => {
      await withHttps(set, (port) =>
        withProxy(port, {}, async ({ address, heads }) => {
          set.api.model.addSnapshot({ id: 7, serverId: SERVER, name: 'good-release' });
          const result = await set.run({
            inputs: { mode: 'rollback', snapshot_id: '7', commit_status: 'true', github_token: 'ghs_workflow' },
            env: {
              GITHUB_API_URL: 'https://api.test/github',
              https_proxy: address,
              NODE_EXTRA_CA_CERTS: trusted,
            },
          });
          // Behind the proxy stands the API of VPS.org alone, which knows no statuses.
          expect(result.notices.join()).toContain('The status vps-snapshot/rollback could not be set');
          const statuses = set.api.requests.filter(({ path }) => path.startsWith('/github/repos/acme/shop/statuses/'));
          expect(statuses).toHaveLength(1);
          expect(heads).toHaveLength(1);
          expect(heads.join()).not.toContain('ghs_workflow');
        }),
      );
    });
  });

  test('that refuses the tunnel is an error, and no create is thought to have been sent', async () => {
    await scene(async (set) => {
      await withHttps(set, (port) =>
        withProxy(port, { PROXY_REFUSES: '1' }, async ({ address }) => {
          const result = await set.run({ inputs, env: { https_proxy: address, NODE_EXTRA_CA_CERTS: trusted } });
          expect(result.exitCode).toBe(1);
          expect(result.errors.join()).toContain('tunneling socket could not be established, statusCode=407');
          expect(result.errors.join()).not.toContain('secret@');
          expect(set.requests()).toEqual([]);
        }),
      );
    });
  });

  test('is passed by for the names in no_proxy', async () => {
    await scene(async (set) => {
      await withHttps(set, (port) =>
        withProxy(port, {}, async ({ address, heads }) => {
          const env = {
            https_proxy: address,
            no_proxy: 'api.test',
            NODE_EXTRA_CA_CERTS: trusted,
            NODE_OPTIONS: `--import ${API_TEST_NAME}`,
          };
          const result = await set.run({ inputs: { api_url: `https://api.test:${port}/api/v1` }, env });
          expect(result.errors).toEqual([]);
          expect(set.requests().slice(0, 2)).toEqual(['GET /snapshots/', 'POST /snapshots/']);
          expect(heads).toEqual([]);
        }),
      );
    });
  });
});

describe('A certificate that is not trusted', () => {
  test('ends the step at once, says so, and gets no token', async () => {
    await scene(async (set) => {
      await withHttps(set, async (port) => {
        const result = await set.run({ inputs: { api_url: `https://127.0.0.1:${port}/api/v1` } });
        expect(result.exitCode).toBe(1);
        expect(result.errors.join()).toContain('certificate is not accepted');
        expect(set.requests()).toEqual([]);
      });
    });
  });
});
