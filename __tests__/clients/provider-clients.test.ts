import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import { DEFAULT_PASSWORD } from '../../emulator/dialect.ts';
import type { Dialect } from '../../emulator/model.ts';
import { type Emulator, startEmulator } from '../../emulator/server.ts';

/**
 * VPS.org's own clients, the packages vpsdotorg (the command `vps`) and vps-mcp from PyPI, against the emulator. They are
 * the only programs known to work with the live API. `.ci/install-tools.sh` installs them; their commands are on the
 * PATH.
 */
jest.setTimeout(120_000);

/** Of this process, without a proxy on the way to the emulator. */
const ENV = { ...process.env, NO_PROXY: '127.0.0.1' };
const WEB = '6f1c2f6e-6c55-4c7e-9a52-0f2f3d9a1b11';
const DB = '0b3f3c1e-6a3c-4c58-9d6e-0f6a2d1f7a11';

/** An emulator with the servers db and web, whose power actions take no time. */
async function start(dialect: Dialect): Promise<Emulator> {
  const timelines = { stop: [{ atMs: 0, status: 'stopped' }], start: [{ atMs: 0, status: 'active' }] };
  const emulator = await startEmulator({ model: { dialect, power: { timelines } } });
  emulator.model.addServer({ uuid: WEB, name: 'web', hostname: 'web.example.com' });
  emulator.model.addServer({ uuid: DB, name: 'db', hostname: 'db.example.com' });
  return emulator;
}

/** Calls tools of vps-mcp in one session and gives the texts that they return. */
async function callTools({ url, token }: Emulator, ...calls: [string, Record<string, unknown>][]): Promise<string[]> {
  const env = { ...ENV, VPS_API_URL: url, VPS_API_TOKEN: token };
  const script = join(import.meta.dirname, 'call_tools.py');
  const { stdout } = await promisify(execFile)('python3', [script, JSON.stringify(calls)], { env });
  return JSON.parse(stdout);
}

/** A project folder, in which the command `vps` runs with a home of its own. */
async function createProject({ url, token }: Emulator) {
  const folder = await mkdtemp(join(tmpdir(), 'vps-project-'));
  await writeFile(join(folder, 'vps.yaml'), 'name: app\n');
  const vps = (args: string[], input = '') =>
    new Promise<string>((resolve, reject) => {
      const env = { ...ENV, HOME: folder };
      const child = execFile('vps', args, { cwd: folder, env }, (error, stdout, stderr) =>
        error === null ? resolve(stdout) : reject(new Error(`vps ${args.join(' ')} failed: ${stdout}${stderr}`)),
      );
      child.stdin?.end(input);
    });
  return {
    vps,
    login: (apiToken = token) => vps(['login', '--token', apiToken, '--api-url', new URL(url).origin]),
    link: async () => JSON.parse(await readFile(join(folder, '.vps-link'), 'utf8')),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

describe.each<Dialect>(['clients', 'both'])("VPS.org's own clients, in the dialect %s", (dialect) => {
  test('vps-mcp lists the servers page by page', async () => {
    await using emulator = await start(dialect);
    const [all, second, none] = await callTools(
      emulator,
      ['list_servers', {}],
      ['list_servers', { page: 2, page_size: 1 }],
      ['list_servers', { page: 3, page_size: 1 }],
    );
    expect(all).toContain(`Server: web.example.com\n  UUID: ${WEB}\n  Status: active\n  IPv4: 203.0.113.10`);
    expect(all).toContain(`Server: db.example.com\n  UUID: ${DB}`);
    expect(all).toContain('Page 1 of 1 (2 total)');
    expect(second).toContain('web.example.com');
    expect(second).not.toContain('db.example.com');
    expect(second).toContain('Page 2 of 2 (2 total)');
    expect(none).toBe('Error (404): Invalid page.');
  });

  test('vps-mcp reads one server', async () => {
    await using emulator = await start(dialect);
    const [server = '', unknown] = await callTools(
      emulator,
      ['get_server', { server_uuid: WEB }],
      ['get_server', { server_uuid: DB.replace('0b', '0c') }],
    );
    expect(server.split('\n')).toEqual([
      'Server: web.example.com',
      `  UUID: ${WEB}`,
      '  Status: active',
      '  IPv4: 203.0.113.10',
      '  Location: us-west',
      '  Plan: 4 GB RAM, 2 vCPUs, 80 GB disk',
      '  OS: Ubuntu 22.04',
      '  Deployed: True',
      expect.stringMatching(/^ {2}Created: \d{4}-/),
      `  Password: ${DEFAULT_PASSWORD}`,
    ]);
    expect(unknown).toBe('Error (404): No Server matches the given query.');
  });

  test('vps-mcp switches a server off and on', async () => {
    await using emulator = await start(dialect);
    const power = (action: string): [string, Record<string, unknown>] => ['server_power', { server_uuid: WEB, action }];
    const read: [string, Record<string, unknown>] = ['get_server', { server_uuid: WEB }];
    const [stopped, off, started, on] = await callTools(emulator, power('stop'), read, power('start'), read);
    expect(stopped).toBe(`Power action 'stop' sent to server ${WEB}.`);
    expect(off).toContain('Status: stopped');
    expect(started).toBe(`Power action 'start' sent to server ${WEB}.`);
    expect(on).toContain('Status: active');
    expect(emulator.model.powerActions().map(({ action }) => action)).toEqual(['stop', 'start']);
  });

  test('vps-mcp creates a snapshot with a label', async () => {
    await using emulator = await start(dialect);
    const [created] = await callTools(emulator, ['create_snapshot', { server_uuid: WEB, label: 'before-update' }]);
    expect(created).toContain(`Snapshot initiated for server ${WEB}.`);
    expect(emulator.model.snapshots()).toMatchObject([{ name: 'before-update', serverUuid: WEB }]);
  });

  test('vps logs in with the right token only', async () => {
    await using emulator = await start(dialect);
    await using project = await createProject(emulator);
    await expect(project.login('vps_wrong')).rejects.toThrow('Invalid or expired API token');
    expect(await project.login()).toBe('Logged in successfully. 2 server(s) found.\n');
  });

  test('vps links a project to a server that is named, and to one from the list', async () => {
    await using emulator = await start(dialect);
    await using project = await createProject(emulator);
    await project.login();
    expect(await project.vps(['link', '--server', WEB])).toBe('Linked to web.example.com\n');
    expect(await project.link()).toEqual({ server_uuid: WEB, hostname: 'web.example.com' });
    expect(await project.vps(['link'], '1\n')).toContain('[1] db.example.com');
    expect(await project.link()).toEqual({ server_uuid: DB, hostname: 'db.example.com' });
  });
});
