import { describe, expect, test } from '@jest/globals';
import { type ActionRun, SHA } from '../support/action.ts';
import { expectGood, scene } from '../support/scene.ts';

const HEAD = 'aaaabbbbccccddddeeeeffff0000111122223333';
const PULL_REQUEST = { pull_request: { head: { sha: HEAD, ref: 'feature/log in' } } };

/** Takes a snapshot and gives the name that the API then has. */
async function nameOf(snapshotName: string, run: ActionRun = {}): Promise<string | undefined> {
  let name: string | undefined;
  await scene(async ({ api, run: runAction }) => {
    const result = await runAction({ ...run, inputs: { snapshot_name: snapshotName, wait: 'false' } });
    expectGood(result);
    name = api.model.snapshots()[0]?.name;
    expect(result.outputs.snapshot_name).toBe(name);
  });
  return name;
}

describe('The name of a snapshot', () => {
  test('is made of the fields of the run', async () => {
    expect(await nameOf('{sha}_{short_sha}_{ref}_{run_id}_{run_number}_{attempt}_{job}')).toBe(
      `${SHA}_3f2a9c1_main_7001_42_1_deploy`,
    );
  });

  test('can hold date and time in UTC', async () => {
    const before = Date.now();
    const name = await nameOf('nightly {date} {time}', { env: { TZ: 'Pacific/Kiritimati' } });
    const [, date = '', time = ''] = /^nightly-(\d{4}-\d\d-\d\d)-(\d\d-\d\d-\d\d)$/u.exec(name ?? '') ?? [];
    const at = Date.parse(`${date}T${time.replaceAll('-', ':')}Z`);
    expect(at).toBeGreaterThan(before - 2000);
    expect(at).toBeLessThan(before + 3_600_000);
  });

  test('is that of the head of a pull request, not of the merge commit', async () => {
    const env = { GITHUB_REF: 'refs/pull/7/merge' };
    expect(await nameOf('{sha}', { event: PULL_REQUEST, env })).toBe(HEAD);
    expect(await nameOf('{ref}-{short_sha}', { event: PULL_REQUEST, env })).toBe('feature-log-in-aaaabbb');
  });

  test('takes a tag without what stands in front of it', async () => {
    expect(await nameOf('{ref}', { env: { GITHUB_REF: 'refs/tags/v1.2.3' } })).toBe('v1-2-3');
  });

  test('has a hyphen for all that the API does not allow', async () => {
    expect(await nameOf('before größe/2 (a|b)')).toBe('before-gr--e-2--a-b-');
  });
});
