import { describe, expect, test } from '@jest/globals';
import { SHA } from '../support/action.ts';
import { SERVER, scene, theError } from '../support/scene.ts';

/** The summary as a reader sees its text. */
function shown(summary: string): string {
  return summary.replace(/&#(\d+);/gu, (_, code) => String.fromCharCode(Number(code)));
}

describe('The summary of a snapshot', () => {
  test('has a table, the step to paste and the request for a shell, with the token as a variable', async () => {
    await scene(async ({ api, run }) => {
      const { summary } = await run({
        env: { GITHUB_ACTION_REPOSITORY: 'acme/vps-snapshot', GITHUB_ACTION_REF: 'v1' },
      });
      const rows = shown(summary)
        .split('\n')
        .filter((line) => line.startsWith('|'));
      expect(rows).toEqual([
        '| Server | Snapshot | Status | Size | Time taken |',
        '| --- | --- | --- | --- | --- |',
        expect.stringMatching(
          new RegExp(`^\\| ${SERVER} \\(web-1\\) \\| 801 ${SHA} \\| ✅ completed \\| 5,120 MB \\| \\d+ s \\|$`, 'u'),
        ),
      ]);
      expect(summary).toContain(
        [
          '```yaml',
          '- uses: acme/vps-snapshot@v1',
          '  with:',
          '    mode: rollback',
          `    server_id: '${SERVER}'`,
          "    snapshot_id: '801'",
          '    api_token: $' + '{{ secrets.VPS_API_TOKEN }}',
          '```',
        ].join('\n'),
      );
      const curl = summary.split('\n').find((line) => line.startsWith('curl ')) ?? '';
      expect(curl).toContain('-X POST');
      expect(curl).toContain('"Authorization: Bearer $VPS_API_TOKEN"');
      expect(curl).toContain(`'${api.url}/snapshots/801/restore/'`);
      expect(summary).not.toContain(api.token);
    });
  });

  test('names the failure, and no way back that there is not', async () => {
    await scene(async ({ api, run }) => {
      api.model.planNextSnapshot({
        timeline: [
          { atMs: 0, status: 'in_progress' },
          { atMs: 4000, status: 'failed' },
        ],
      });
      const { summary } = await run();
      expect(shown(summary)).toMatch(/> \[!CAUTION\]\n> snapshot 801 .* ended as "failed"/u);
      expect(summary).toContain('❌ failed');
      expect(summary).not.toContain('mode: rollback');
      expect(summary).not.toContain('curl');
    });
  });

  test('and the log are not acted on by what the API says', async () => {
    await scene(async ({ api, run }) => {
      api.model.addServer({ id: 666, name: '\n::error::own\n<img src=x>|[a](b)`c`' });
      api.model.addSnapshot({ serverId: 666, name: '::set-output name=x::y' });
      const detail = '\n::warning::told\n##[error]old<script>x</script>';
      api.setFaults(({ method }) =>
        method === 'POST'
          ? { kind: 'answer', status: 400, body: JSON.stringify({ detail }), effect: false }
          : undefined,
      );
      const result = await run({ inputs: { server_id: '666' } });
      expect(theError(result)).toContain('::set-output name=x::y');
      expect(result.warnings).toEqual([]);
      expect(result.log).not.toMatch(/^\s*::(?:set-output|warning)/mu);
      expect(result.log).not.toContain('##[');
      expect(result.summary).not.toMatch(/<img|<script|\[a\]/u);
    });
  });

  test('shows names of the API as text', async () => {
    await scene(async ({ api, run }) => {
      api.model.addServer({ id: 666, name: '\n<img src=x>|[a](b)`c`' });
      const { summary } = await run({ inputs: { server_id: '666', wait: 'false' } });
      expect(summary).not.toMatch(/<img|\[a\]|`c`/u);
      expect(shown(summary)).toContain('| 666 ( <img src=x>|[a](b)`c`) |');
    });
  });
});
