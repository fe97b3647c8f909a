import { expect, test } from '@jest/globals';
import { COMPLETED_AT_ONCE, FAILS, refusal } from '../support/fixtures.ts';
import { SHA } from '../support/run-action.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';
import { shownText } from '../support/shown-text.ts';

function rows(summary: string): string[] {
  return shownText(summary)
    .split('\n')
    .filter((line) => line.startsWith('|'));
}

test('has the verdict, a table, the step to paste and the request for a shell', async () => {
  await using scene = await Scene.create();
  const { summary } = await scene.run({
    env: { GITHUB_ACTION_REPOSITORY: 'acme/vps-snapshot', GITHUB_ACTION_REF: 'v1' },
  });
  expect(summary).toMatch(/^### ✅ VPS\.org snapshot: completed in 6 min \d+ s\n/u);
  expect(rows(summary)).toEqual([
    '| Server | Snapshot | Status | Size | Taken (UTC) | Duration |',
    '| --- | --- | --- | ---: | --- | ---: |',
    expect.stringMatching(
      /^\| 12345 web-1 \| 801 before 3f2a9c1 \| ✅ completed \| 5,120 MB \| 2025-01-16 12:00 \| 6 min \d+ s \|$/u,
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
  expect(summary).toContain(
    `curl --fail-with-body -X POST -H "Authorization: Bearer $VPS_API_TOKEN" '${scene.api.url}/snapshots/801/restore/'`,
  );
  expect(summary).not.toContain(SHA);
});

test('shows a failure first, and no instructions for a restore that is not possible', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(FAILS);
  const { summary } = await scene.run();
  expect(summary).toMatch(/^### ❌ VPS\.org snapshot: failed\n\n> \[!CAUTION\]\n> Snapshot 801 /u);
  expect(shownText(summary)).toContain('❌ failed');
  expect(summary).not.toContain('mode: rollback');
  expect(summary).not.toContain('curl');
});

test('shows the failures of a fleet first, and folds the others and the timeline', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2, snapshotPlan: FAILS });
  scene.api.model.addServer({ id: 3 });
  const { summary } = await scene.run({ inputs: { server_id: `${SERVER},2,3` } });
  expect(summary).toMatch(/^### ❌ VPS\.org snapshot: failed on 1 of 3 servers\n/u);
  const [open = '', folded = ''] = summary.split('<details>');
  expect(shownText(open)).toMatch(/^\| 2 server-2 \| 80\d \| ❌ failed after 3 min \d+ s\./mu);
  expect(open).not.toContain('web-1');
  expect(folded).toContain('web-1');
  expect(summary).toContain('```mermaid\ngantt');
  expect(summary.match(/ :(?:done|crit), /gu)).toHaveLength(3);
});

test('is there for inputs that are wrong', async () => {
  await using scene = await Scene.create();
  const result = await scene.run({ inputs: { server_id: 'web-1', keep: '0' } });
  errorOf(result);
  expect(result.summary).toMatch(/^### ❌ /u);
  expect(shownText(result.summary)).toContain('server_id is "web-1"');
  expect(shownText(result.summary)).toContain('keep is "0"');
});

test('shows names of the API as text', async () => {
  await using scene = await Scene.create({ withoutServer: true });
  scene.api.model.addServer({ id: 666, name: '\n<img src=x>|[a](b)`c`@acme www.example.com' });
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const { summary } = await scene.run({ inputs: { server_id: '666' } });
  expect(summary).not.toMatch(/<img|\[a\]|`c`|@acme|www\.example/u);
  expect(shownText(summary)).toMatch(/^\| 666 .*<img src=x>\|\[a\]\(b\)`c`@acme www\.example\.com \|/mu);
});

test.each(['\n::error::own', '\r\n::set-output name=x::y', '\u2028::warning::told', '##[error]old'])(
  'text %j from the API has no effect on the summary or the log',
  async (text) => {
    await using scene = await Scene.create({ withoutServer: true });
    scene.api.model.addServer({ id: 666, name: `${text}<script>x</script>` });
    scene.api.model.addSnapshot({ serverId: 666, name: text });
    scene.setFaults(({ method }) => (method === 'POST' ? refusal(400, `${text}<script>x</script>`) : undefined));
    const result = await scene.run({ inputs: { server_id: '666' } });
    errorOf(result);
    expect([result.warnings, result.outputs.x]).toEqual([[], undefined]);
    expect(result.log).not.toMatch(/^\s*::(?:set-output|warning)/mu);
    expect(result.log).not.toMatch(/^\s*##\[/mu);
    expect(result.summary).not.toContain('<script');
  },
);

test('says that a snapshot was reused, and how old it is', async () => {
  await using scene = await Scene.create();
  await scene.job().step();
  scene.advance(20 * 60_000);
  const { main } = await scene.job({ GITHUB_RUN_ATTEMPT: '2' }).step();
  expectSuccess(main);
  expect(main.summary).toMatch(/^### ✅ VPS\.org snapshot: completed, reused from an earlier attempt\n/u);
  expect(main.log).toMatch(/^✅ snapshot 801 .* reused from an earlier attempt, taken 2[67] min ago, 5,120 MB$/mu);
});
