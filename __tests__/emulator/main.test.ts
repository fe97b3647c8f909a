import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterEach, describe, expect, test } from '@jest/globals';

const MAIN = join(import.meta.dirname, '../../emulator/main.ts');
const UUID = '0b3f3c1e-6a3c-4c58-9d6e-0f6a2d1f7a11';
const SERVER_UUID = 'a11ce5e4-0000-4000-8000-000000012345';

/** The command in a process of its own, with all that it printed so far. */
class Running {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  readonly #exit: Promise<unknown[]>;
  out = '';
  err = '';

  constructor(...args: string[]) {
    this.process = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.process.stdout.on('data', (chunk) => {
      this.out += chunk;
    });
    this.process.stderr.on('data', (chunk) => {
      this.err += chunk;
    });
    this.#exit = once(this.process, 'close');
  }

  /** Waits for a line that starts with the name, and gives the rest of it. */
  async line(name: string): Promise<string> {
    for (;;) {
      const found = new RegExp(`^${name}: (.*)\n`, 'm').exec(this.out)?.[1];
      if (found !== undefined) {
        return found;
      }
      await once(this.process.stdout, 'data');
    }
  }

  /** Waits for the end; gives the exit code, or null and the signal that killed it. */
  async exit(): Promise<unknown> {
    const [code, signal] = await this.#exit;
    return code ?? signal;
  }
}

const started: Running[] = [];

function run(...args: string[]): Running {
  const running = new Running(...args);
  started.push(running);
  return running;
}

afterEach(() => {
  for (const running of started.splice(0)) {
    running.process.kill('SIGKILL');
  }
});

describe('The command', () => {
  test.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])(
    'serves with the printed token until %s and exits with 0',
    async (signal) => {
      const command = run('--port', '0');
      const url = await command.line('api_url');
      const token = await command.line('api_token');
      expect(await command.line('server')).toBe('12345 web-server-01 (uuid a11ce5e4-0000-4000-8000-000000012345)');
      const response = await fetch(`${url}/servers/`, { headers: { authorization: `Bearer ${token}` } });
      expect(await response.json()).toMatchObject({ results: [{ id: 12345, name: 'web-server-01' }] });
      command.process.kill(signal);
      expect(await command.exit()).toBe(0);
      expect(command.out).toMatch(/GET \/api\/v1\/servers\/ {2}200\n$/);
      expect(command.err).toBe('');
    },
  );

  test('takes servers, token, speed and the form of the ids', async () => {
    const command = run(
      '--port',
      '0',
      '--server',
      '7',
      '--server',
      UUID,
      '--token',
      'abc',
      '--ids',
      'uuid',
      '--speed',
      '90000000',
    );
    const url = await command.line('api_url');
    expect(await command.line('api_token')).toBe('abc');
    const headers = { authorization: 'Bearer abc', 'content-type': 'application/json' };
    const body = JSON.stringify({ server_id: UUID, name: 'a' });
    const created = await fetch(`${url}/snapshots/`, { method: 'POST', headers, body });
    expect(await created.json()).toMatchObject({
      id: '00000000-0000-4000-8000-000000000801',
      server: { id: UUID, name: 'web-server-02' },
    });
    // Six minutes of API time; the test times out if that does not come soon.
    let text = '';
    while (!text.includes('"completed"')) {
      text = await (await fetch(`${url}/snapshots/?server_id=${UUID}`, { headers })).text();
    }
  });

  test.each([
    ['docs', '12345 web-server-01', { results: [{ id: 12345 }] }],
    ['clients', `${SERVER_UUID} web-server-01`, { next: null, results: [{ uuid: SERVER_UUID }] }],
  ])('speaks the dialect %s', async (dialect, server, list) => {
    const command = run('--port', '0', '--dialect', dialect, '--page-size', '1');
    const url = await command.line('api_url');
    const headers = { authorization: `Bearer ${await command.line('api_token')}` };
    expect(await command.line('server')).toBe(server);
    expect(await (await fetch(`${url}/servers/`, { headers })).json()).toMatchObject(list);
  });

  test('limits the size of a page', async () => {
    const command = run('--port', '0', '--page-size', '1', '--server', '1', '--server', '2');
    const url = await command.line('api_url');
    const headers = { authorization: `Bearer ${await command.line('api_token')}` };
    const list = await (await fetch(`${url}/servers/`, { headers })).json();
    expect(list).toMatchObject({ count: 2, next: `${url}/servers/?page=2` });
  });

  test('shows its options', async () => {
    const command = run('--help');
    expect(await command.exit()).toBe(0);
    expect(command.out).toContain('Usage: node emulator/main.ts [options]');
  });

  test.each([
    ['--port 70000', '--port must be a whole number from 0 to 65535, not "70000".'],
    ['--speed 0', '--speed must be a number above 0, not "0".'],
    ['--speed fast', '--speed must be a number above 0, not "fast".'],
    ['--ids short', '--ids must be integer or uuid, not "short".'],
    ['--dialect swiss', '--dialect must be docs, clients or both, not "swiss".'],
    ['--page-size 0', '--page-size must be a whole number from 1 to 999999, not "0".'],
    ['--server web', '--server must be a positive integer or a UUID, not "web".'],
    ['--server 1 --server 1', '--server names the same server twice.'],
    ['--token ä', '--token must be visible ASCII characters without spaces.'],
    ['--tokne x', "Unknown option '--tokne'"],
    ['12345', "Unexpected argument '12345'"],
  ])('refuses %s with a message and exit 2', async (args, message) => {
    const command = run(...args.split(' '));
    expect(await command.exit()).toBe(2);
    expect(command.err).toContain(message);
    expect(command.out).toBe('');
  });

  test('exits with 1 if the port is taken', async () => {
    const url = await run('--port', '0').line('api_url');
    const second = run('--port', new URL(url).port);
    expect(await second.exit()).toBe(1);
    expect(second.err).toContain('EADDRINUSE');
  });
});
