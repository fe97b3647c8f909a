import { describe, expect, test } from '@jest/globals';
import { addSnapshot, COMPLETED_AT_ONCE, FAILS } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

/** What the main step of a run saves, as the variables that the runner makes of it. */
type SavedState = Readonly<Record<string, string>>;

/** The state of a step that took a snapshot, taken from a run elsewhere with these variables and inputs. */
async function stateOf(
  env: Readonly<Record<string, string>> = {},
  inputs: Readonly<Record<string, string>> = { rollback_on: 'failure' },
): Promise<SavedState> {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const { main } = await scene.job(env).step({ inputs });
  expectSuccess(main);
  return Object.fromEntries(Object.entries(main.state).map(([name, value]) => [`STATE_${name}`, value]));
}

/** Variables by which an earlier version, or another action, could be told what to do. */
const STEERING: SavedState = {
  STATE_stage: 'post',
  STATE_isPost: 'true',
  STATE_post: 'true',
  STATE_main: 'done',
  VPS_SNAPSHOT_ROLLED_BACK: '12345:801',
};

describe('The main step takes its snapshot, whatever is in the environment:', () => {
  test('names that look like state', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const { main } = await scene.job(STEERING).step();
    expectSuccess(main);
    expect(scene.writes()).toEqual(['POST /snapshots/']);
    expect(main.outputs).toMatchObject({ snapshot_id: '801', created: 'true' });
  });

  test('the state of a step that has succeeded', async () => {
    const state = await stateOf();
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const { main } = await scene.job(state).step();
    expectSuccess(main);
    expect(scene.writes()).toEqual(['POST /snapshots/']);
  });
});

describe('The post step does not act on variables that the step has not saved', () => {
  test('such as a rollback that never happened', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job(STEERING).step({ inputs: { rollback_on: 'failure' } });
    const result = await step.post('failure');
    expectSuccess(result);
    expect(result.notices).toEqual([]);
    expect(scene.api.model.restores()).toHaveLength(1);
  });

  test('such as the success of a step that failed', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(FAILS);
    const step = await scene.job({ STATE_succeeded: '.true' }).step({ inputs: { rollback_on: 'failure' } });
    expect(step.main.exitCode).toBe(1);
    const { exitCode, warnings } = await step.post('failure');
    expect([exitCode, warnings]).toEqual([0, [expect.stringContaining('this step itself did not succeed')]]);
    expect(scene.writes()).toEqual(['POST /snapshots/']);
  });

  test('such as a server that it is said to have stopped', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    scene.api.model.addServer({ id: SERVER, name: 'web-1', status: 'stopped' });
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const forged = { STATE_stopped: `.[{"key":"${SERVER}","name":"web-1"}]` };
    const step = await scene.job(forged).step();
    const sent = scene.requests().length;
    expectSuccess(await step.post('failure'));
    expect(scene.requests()).toHaveLength(sent);
    expect(scene.api.model.serverStatus(SERVER)).toBe('stopped');
  });

  test('such as a snapshot of somebody else, for a step that took none', async () => {
    await using scene = await Scene.create();
    const foreign = addSnapshot(scene, { hoursOld: 5, name: 'foreign' });
    for (const hoursOld of [1, 2, 3, 4]) addSnapshot(scene, { hoursOld });
    const saved = { serverKey: String(SERVER), serverName: 'web-1', name: 'foreign', snapshotId: foreign };
    const forged = {
      STATE_snapshots: `.${JSON.stringify([{ ...saved, requested: true, earlierIds: [], createdAtMs: null, reused: false }])}`,
    };
    const step = await scene.job(forged).step({ inputs: { delete_on_success: 'true' } });
    expect(step.main.exitCode).toBe(1);
    const left = scene.snapshotIds();
    await step.post('success');
    errorOf(await step.post('failure', { inputs: { rollback_if: 'true' } }));
    expect(scene.snapshotIds()).toEqual(left);
    expect(scene.api.model.restores()).toEqual([]);
  });

  test('such as inputs, for a step whose own were invalid', async () => {
    const { STATE_inputs: inputs = '', STATE_snapshots: snapshots = '' } = await stateOf();
    await using scene = await Scene.create();
    scene.api.model.addSnapshot({ id: 801, serverId: SERVER, name: 'foreign' });
    const forged = { STATE_inputs: inputs, STATE_snapshots: snapshots, STATE_succeeded: '.true' };
    const step = await scene.job(forged).step({ inputs: { server_id: 'web-1', rollback_on: 'failure' } });
    expect(step.main.exitCode).toBe(1);
    const { exitCode, warnings } = await step.post('failure');
    expect([exitCode, warnings]).toEqual([0, [expect.stringContaining('this step itself did not succeed')]]);
    expect(scene.requests()).toEqual([]);
  });
});

describe('State is not believed if it is of', () => {
  const OTHERS: [string, Readonly<Record<string, string>>, Readonly<Record<string, string>>][] = [
    ['another run', { GITHUB_RUN_ID: '7000' }, {}],
    ['another attempt', { GITHUB_RUN_ATTEMPT: '2' }, {}],
    ['another job', { GITHUB_JOB: 'build' }, {}],
    ['another step', { GITHUB_ACTION: '__other' }, {}],
    ['another leg of the matrix', {}, { job_index: '1' }],
  ];

  test.each(OTHERS)('%s: a rollback that was asked for is an error, and nothing is sent', async (_, env, inputs) => {
    const state = await stateOf(env, { rollback_on: 'failure', ...inputs });
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { rollback_on: 'failure' } });
    const sent = scene.requests().length;
    const result = await step.post('failure', { env: state });
    expect(errorOf(result)).toContain('the state that this step saved is missing or cannot be read');
    expect(scene.requests()).toHaveLength(sent);
  });

  test.each(OTHERS)('%s: nothing is deleted', async (_, env, inputs) => {
    const state = await stateOf(env, { delete_on_success: 'true', ...inputs });
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { delete_on_success: 'true' } });
    const { exitCode, warnings } = await step.post('success', { env: state });
    expect([exitCode, warnings]).toEqual([0, [expect.stringContaining('were not deleted')]]);
    expect(scene.snapshotIds()).toEqual(['801']);
  });

  test.each(['', 'post', '.{', '+', '.null', '.{"runId":"7001"}'])('nobody: %j', async (run) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { rollback_on: 'failure' } });
    errorOf(await step.post('failure', { env: { STATE_run: run } }));
    expectSuccess(await step.post('success', { env: { STATE_run: run } }));
    expect(scene.api.model.restores()).toEqual([]);
  });
});

describe('Forged state with another api_url', () => {
  /** The state of the step, with the address of somebody else's API in it. */
  function withApiUrl(state: Readonly<Record<string, string>>, url: string): SavedState {
    const { inputs = '' } = state;
    const forged = { ...JSON.parse(inputs.slice(1)), api_url: url };
    return { STATE_inputs: `.${JSON.stringify(forged)}` };
  }

  test.each([
    ['a rollback', 'failure', { rollback_on: 'failure' }],
    ['rollback_if', 'success', { rollback_if: 'true' }],
  ] as const)('makes %s an error, and the token goes nowhere', async (_, status, inputs) => {
    await using thief = await Scene.create();
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    const sent = scene.requests().length;
    const result = await step.post(status, { env: withApiUrl(step.main.state, thief.api.url) });
    const error = errorOf(result);
    expect(error).toContain(
      `api_url is ${scene.api.url} after the job, but the saved state of this step names another`,
    );
    expect(error).toContain('No request was sent');
    expect(`${result.log}${result.summary}`).not.toContain(thief.api.url);
    expect(thief.requests()).toEqual([]);
    expect(scene.requests()).toHaveLength(sent);
  });

  test('makes a delete a warning, and the token goes nowhere', async () => {
    await using thief = await Scene.create();
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { delete_on_success: 'true' } });
    const { exitCode, warnings } = await step.post('success', { env: withApiUrl(step.main.state, thief.api.url) });
    expect([exitCode, warnings]).toEqual([0, [expect.stringContaining('names another one')]]);
    expect(thief.requests()).toEqual([]);
    expect(scene.snapshotIds()).toEqual(['801']);
  });

  test('starts no server, and no command that is shown leads there', async () => {
    await using thief = await Scene.create();
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step();
    const forged = {
      ...withApiUrl(step.main.state, thief.api.url),
      STATE_stopped: `.[{"key":"${SERVER}","name":"web-1"}]`,
    };
    const result = await step.post('failure', { env: forged });
    expect(errorOf(result)).toContain(`${scene.api.url}/servers/${SERVER}/power/`);
    expect(result.log).not.toContain(thief.api.url);
    expect(thief.requests()).toEqual([]);
  });

  test('does not matter if there is nothing to do', async () => {
    await using thief = await Scene.create();
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step();
    expectSuccess(await step.post('success', { env: withApiUrl(step.main.state, thief.api.url) }));
    expect(thief.requests()).toEqual([]);
  });

  test.each(['', 'https://admin.example.com/api/v1', 'not a URL'])(
    'is refused, as is an input that changes after the job: %j',
    async (api_url) => {
      await using scene = await Scene.create();
      scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
      const step = await scene.job().step({ inputs: { rollback_on: 'failure' } });
      const sent = scene.requests().length;
      expect(errorOf(await step.post('failure', { inputs: { api_url } }))).toContain('names another one');
      expect(scene.requests()).toHaveLength(sent);
    },
  );
});
