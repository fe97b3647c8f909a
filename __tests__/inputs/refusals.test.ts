import { describe, expect, test } from '@jest/globals';
import { errorOf, Scene } from '../support/scene.ts';
import { shownText } from '../support/shown-text.ts';

// Which values are refused, and how, is in __tests__/unit/inputs.test.ts: here is what a user sees of it.

type Inputs = Readonly<Record<string, string>>;

const PULL_REQUEST_OF_FORK = {
  pull_request: { head: { sha: 'b1946ac92492d2347c6235b4d2611184b1946ac9', ref: 'fix', repo: { fork: true } } },
};

/** The error of a step that sends no request and leaves nothing behind, and whose summary says the same. */
async function refusalOf(inputs: Inputs, env: Inputs = {}, event?: unknown): Promise<string> {
  await using scene = await Scene.create();
  const result = await scene.run({ inputs, env, ...(event === undefined ? {} : { event }) });
  const error = errorOf(result);
  expect([scene.requests(), result.outputs, result.variables]).toEqual([[], {}, {}]);
  expect(error).toContain('No request was sent. Fix the inputs under `with:` in your workflow.');
  expect(result.summary).toContain('### ❌ VPS.org snapshot action: invalid inputs');
  const shown = shownText(result.summary);
  for (const line of error.split('\n')) expect(shown).toContain(line.trim().replaceAll('`', ''));
  return error;
}

describe('A step with inputs that cannot be used', () => {
  test('names every problem in one error, says what to write instead, and sends nothing', async () => {
    const inputs = {
      server_id: 'web-1',
      api_token: '',
      snapshot_name: '{commit}',
      timeout_minutes: '-1',
      poll_interval_seconds: '5s',
      max_parallel: '0',
      keep: 'all',
      wait: 'yes',
      stop_server: '1',
      rollback_on: 'always',
      rollback_if: 'failure()',
      health_check_url: 'shop.example.com',
      notify_url: 'http://chat.example.com/hook',
      api_url: 'http://admin.vps.org/api/v1',
    };
    const error = await refusalOf(inputs);
    expect(error.split('\n')).toEqual([
      '14 invalid inputs:',
      '  server_id is "web-1": "web-1" is not an ID; use a positive integer or a UUID',
      '  snapshot_name is "{commit}": "{commit}" is not a placeholder; use text and any of {sha} {short_sha} {ref} {run_id} {run_number} {attempt} {job} {date} {time}',
      '  wait is "yes": use true or false, or an expression that evaluates to one of them',
      '  stop_server is "1": use true or false, or an expression that evaluates to one of them',
      '  timeout_minutes is "-1": use a number of minutes above 0 and up to 7200, such as 60 or 1.5',
      '  poll_interval_seconds is "5s": use a number of seconds from 0.01 to 3600, or leave it empty for adaptive polling',
      '  max_parallel is "0": use a whole number of 1 or more, or leave it empty',
      '  keep is "all": use a whole number of 1 or more, or leave it empty',
      '  rollback_if is "failure()": use true, false, the outcome of a step, or an expression such as steps.deploy.outcome == \'failure\'',
      '  rollback_on is "always": use failure, cancelled, or both, or leave it empty',
      '  health_check_url is "shop.example.com": use an http or https URL without a user name or password, such as https://shop.example.com/health, or leave it empty',
      '  notify_url is set but invalid: use the https URL of a webhook, without a user name or password, or leave it empty',
      '  api_url is "http://admin.vps.org/api/v1": use an https URL without a user name, password, query, fragment or apostrophe, or http on a loopback address',
      expect.stringMatching(/^ {2}api_token is empty: set a VPS\.org API token/u),
      'No request was sent. Fix the inputs under `with:` in your workflow.',
    ]);
  });

  test.each<readonly [Inputs, string]>([
    [{ mode: 'Snapshot' }, 'mode is "Snapshot": use one of snapshot, wait, rollback, check, delete, prune'],
    [{ server_id: '' }, 'server_id is empty: set one or more server IDs, each a positive integer or a UUID'],
    [{ server_id: '1,2 1' }, 'server_id is "1,2 1": 1 is listed more than once; list each ID once'],
    [{ mode: 'wait' }, 'snapshot_id is empty: `mode: wait` needs the snapshot ID'],
    [{ mode: 'delete' }, 'snapshot_id is empty: `mode: delete` deletes only the snapshots listed here'],
    [{ mode: 'delete', snapshot_id: 'latest' }, 'snapshot_id is "latest", which only `mode: rollback` accepts'],
    [{ mode: 'prune' }, 'keep is empty: for `mode: prune`, set at least one of keep, keep_daily and keep_weekly'],
    [{ mode: 'check' }, 'health_check_url is empty: `mode: check` requires the URL to check'],
    [{ mode: 'rollback', wait: 'false' }, 'wait cannot be false in a rollback'],
    [{ wait: 'false', keep: '2' }, 'wait cannot be false with keep'],
    [{ wait: 'false', stop_server: 'true' }, 'wait cannot be false with stop_server'],
    [{ wait: 'false', rollback_on: 'failure' }, 'wait cannot be false with rollback_on'],
    [{ keep: '5' }, 'keep: up to 5 snapshots are kept, which leaves no room for the next one: a server can have 5'],
    [{ delete_on_success: 'true', keep: '1' }, 'delete_on_success cannot be true with keep at 1'],
    [{ series: 'before-rollback' }, 'series cannot be "before-rollback", which is reserved'],
  ])('sends nothing: %j', async (inputs, problem) => {
    const error = await refusalOf(inputs);
    expect(error).toContain(`1 invalid input:\n  ${problem}`);
  });

  test('does nothing after the job, and needs no token for that', async () => {
    await using scene = await Scene.create();
    const step = await scene.job().step({ inputs: { wait: 'yes' } });
    errorOf(step.main);
    const post = await step.post('failure', { inputs: { api_token: '' } });
    expect([post.exitCode, post.errors, post.warnings, post.summary]).toEqual([0, [], [], '']);
    expect(scene.requests()).toEqual([]);
  });

  test('does not roll back by rollback_on, because nothing was deployed, and warns of that', async () => {
    await using scene = await Scene.create();
    const step = await scene.job().step({ inputs: { wait: 'yes', rollback_on: 'failure' } });
    errorOf(step.main);
    const post = await step.post('failure');
    expect([post.exitCode, post.errors, post.summary]).toEqual([0, [], '']);
    expect(post.warnings.join()).toContain('this step itself did not succeed, so nothing was deployed after it');
    expect(scene.requests()).toEqual([]);
  });

  test.each([
    [{ GITHUB_REPOSITORY: '' }, 'GITHUB_REPOSITORY'],
    [{ GITHUB_SHA: '' }, 'snapshot_name is "{sha}", but "{sha}" has no value in this workflow run.'],
    [{ GITHUB_SHA: '', GITHUB_REF: '' }, 'snapshot_name is "{sha}", but "{sha}" has no value'],
  ])('sends nothing if the runner does not give what it needs: %j', async (env, words) => {
    await using scene = await Scene.create();
    expect(errorOf(await scene.run({ env }))).toContain(words);
    expect(scene.requests()).toEqual([]);
  });
});

describe('A token', () => {
  test('that is missing is explained, and so is what a fork of the repository does not get', async () => {
    const error = await refusalOf({ api_token: '' }, {}, PULL_REQUEST_OF_FORK);
    expect(error).toContain('api_token is empty: set a VPS.org API token, usually from `secrets.VPS_API_TOKEN`');
    expect(error).toContain('if its name is misspelled');
    expect(error).toContain('in workflows triggered from forks or by Dependabot');
  });

  const TOKEN = 'vps_8fK2mQ9xZr47LpWc1TnBaQ6sD0hYuE';
  test.each([
    ['with "Bearer"', `Bearer ${TOKEN}`],
    ['in double quotes', `"${TOKEN}"`],
    ['in single quotes', `'${TOKEN}'`],
    ['with a newline within', `${TOKEN.slice(0, 16)}\n${TOKEN.slice(16)}`],
    ['with a character that no header can carry', `${TOKEN}\u00e9`],
    ['as an expression that was not evaluated', '$' + '{{ secrets.VPS_API_TOKEN }}'],
  ])('%s is refused, and not shown', async (_how, api_token) => {
    const error = await refusalOf({ api_token });
    expect(error).toContain(
      'api_token is set but invalid: it must not contain spaces, newlines or quotes; paste the bare token, without "Bearer"',
    );
    expect(error.replace('`secrets.VPS_API_TOKEN`', '')).not.toMatch(/vps_|secrets\.VPS/u);
  });
});
