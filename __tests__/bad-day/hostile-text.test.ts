import { describe, expect, test } from '@jest/globals';
import { type ActionResult, SHA } from '../support/action.ts';
import { type Scene, SERVER, scene } from '../support/scene.ts';

const ESCAPE = String.fromCharCode(27);
/** What could act on a runner or a page, if it got there as it is. */
const HOSTILE = [
  '::error::pwned',
  '\n::set-output name=snapshot_id::666',
  '\r::warning::pwned',
  '\r\n::stop-commands::x',
  '%0A::error::pwned',
  ' ##[error]pwned',
  `${ESCAPE}[31mred${ESCAPE}]8;;https://evil.example${ESCAPE}\\`,
  '<img src=x onerror=alert(1)>',
  '[click](https://evil.example) **bold** `code` | cell',
  '\u2028::error::pwned \u202Ereversed',
  '</td></tr></table><script>alert(1)</script>',
].join(' ');

/** No line of the log is a command but those that the action itself gives, and nothing colours or hides. */
function expectHarmless({ log, summary, outputs }: ActionResult): void {
  const commands = log.split(/\r\n|\r|\n/u).filter((line) => /^\s*::/u.test(line));
  const own = /^::(?:add-mask|group|endgroup|debug|error|warning|notice)::/u;
  for (const command of commands) {
    expect(command).toMatch(own);
    expect(command).not.toMatch(/^::(?:debug|error|warning|notice)::pwned/u);
  }
  expect(log).not.toMatch(/##\[/u);
  for (const text of [log, summary, ...Object.values(outputs)]) {
    expect([...text].filter((mark) => mark < ' ' && mark !== '\n')).toEqual([]);
    expect(text).not.toMatch(/[\u2028\u2029\u202A-\u202E]/u);
  }
  expect(summary).not.toMatch(/<img|<script|<\/td|\]\(https:\/\/evil|\*\*bold|https:\/\/evil/u);
  expect(JSON.stringify(outputs)).not.toMatch(/pwned.*::|::.*pwned|<|`/u);
}

function hostileServer({ api }: Scene): void {
  api.model.addServer({ id: 666, name: HOSTILE, snapshotPlan: { timeline: [{ atMs: 0, status: HOSTILE }] } });
}

describe('Hostile text', () => {
  test('in names of servers, statuses and descriptions does not act in the log, the outputs or the summary', async () => {
    await scene(async (set) => {
      hostileServer(set);
      const result = await set.run({ inputs: { server_id: '666', timeout_minutes: '0.3', description: HOSTILE } });
      expect(result.exitCode).toBe(1);
      expect(result.outputs.snapshot_id).toBe('801');
      expectHarmless(result);
    });
  });

  test('in names of snapshots does not act where a full server is listed', async () => {
    await scene(async (set) => {
      for (let number = 0; number < 5; number += 1) {
        set.api.model.addSnapshot({ serverId: SERVER, name: HOSTILE, description: HOSTILE });
      }
      const result = await set.run();
      expect(result.errors.join()).toContain('Server 12345 is full');
      expectHarmless(result);
    });
  });

  test('in the words of an error does not act', async () => {
    await scene(async (set) => {
      set.api.setFaults(() => ({
        kind: 'answer',
        status: 401,
        body: JSON.stringify({ detail: HOSTILE }),
        effect: false,
      }));
      expectHarmless(await set.run());
    });
  });

  test('in the name of a branch and in inputs does not act', async () => {
    await scene(async (set) => {
      const event = { pull_request: { head: { sha: SHA, ref: HOSTILE } } };
      const good = await set.run({ event, inputs: { snapshot_name: '{ref}' } });
      expect(good.exitCode).toBe(0);
      expect(good.outputs.snapshot_name).toMatch(/^[A-Za-z0-9_-]+$/u);
      expectHarmless(good);
      expectHarmless(await set.run({ inputs: { mode: HOSTILE, server_id: HOSTILE, snapshot_name: `{${HOSTILE}}` } }));
    });
  });

  test('of any length leaves annotations below 4,096 characters and the summary below 1 MiB', async () => {
    const long = 'x'.repeat(600_000);
    await scene(async (set) => {
      for (let number = 0; number < 5; number += 1) set.api.model.addSnapshot({ serverId: SERVER, name: long });
      const result = await set.run();
      expect(result.errors.join().length).toBeLessThanOrEqual(4096);
      expect(Buffer.byteLength(result.summary)).toBeLessThan(1024 * 1024);
    });
  });
});
