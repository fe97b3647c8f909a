import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as v from 'valibot';
import type { Runner } from '../../src/github/runner.ts';
import {
  readState,
  type SavedState,
  type SnapshotToSave,
  saveIdentity,
  saveRawInputs,
  saveReadable,
  saveSnapshots,
  saveStopped,
  saveSucceeded,
} from '../../src/github/state.ts';
import { INPUT_NAMES } from '../../src/inputs/inputs.ts';
import { Id } from '../../src/vps/id.ts';
import { createWorkflowRun } from '../support/workflow-run.ts';

const RUN = createWorkflowRun();
const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';

function id(text: string): Id {
  return v.parse(Id, text);
}

/** A runner that only keeps state, as the post step gets it. */
function createStore() {
  const values = new Map<string, string>();
  const ignore = () => undefined;
  const runner: Runner = {
    info: ignore,
    debug: ignore,
    notice: ignore,
    warning: ignore,
    error: ignore,
    group: ignore,
    endGroup: ignore,
    setOutput: ignore,
    saveState: (name, value) => void values.set(name, value),
    summary: async () => undefined,
  };
  return { runner, values, getState: (name: string) => values.get(name) ?? '' };
}

function createRecord(number: number, given: Partial<SnapshotToSave> = {}): SnapshotToSave {
  const server = { key: id(String(number)), uuid: id(UUID), name: `web-${number}` };
  const { name = RUN.sha } = given;
  return {
    server,
    name,
    requested: true,
    reused: false,
    snapshot: {
      key: id(String(number + 800)),
      server,
      name,
      status: 'in_progress',
      sizeMb: null,
      createdAtMs: 1_737_000_000_000,
      description: '',
    },
    ...given,
  };
}

/** A store in which a step has saved who it is and its inputs. */
function createSavedStore(rawInputs: Readonly<Record<string, string>> = {}) {
  const store = createStore();
  saveIdentity(store.runner, RUN, 3);
  saveRawInputs(store.runner, rawInputs);
  return store;
}

/** What the post step reads of a step that saved its inputs. */
function readSaved(getState: (name: string) => string): SavedState {
  const state = readState(getState, RUN);
  if (typeof state === 'string') throw new Error(`The state is ${state}.`);
  return state;
}

describe('What the main step saved', () => {
  test('is what the post step reads', () => {
    const { runner, getState } = createSavedStore({ server_id: '1', description: 'größe\n"💾"' });
    const { snapshot: _none, ...withoutSnapshot } = createRecord(2);
    saveSnapshots(runner, [
      createRecord(1, { reused: true, requested: false, earlierIds: [id('801')] }),
      withoutSnapshot,
    ]);
    saveReadable(runner, true);
    saveStopped(runner, [{ key: id('1'), uuid: id(UUID), name: 'web-1' }]);
    saveStopped(runner, [{ key: id('2'), name: 'web-2' }]);
    saveSucceeded(runner);
    expect(readState(getState, RUN)).toEqual({
      rawInputs: { server_id: '1', description: 'größe\n"💾"' },
      earlierRollbacks: 3,
      readable: true,
      snapshots: [
        {
          serverKey: '1',
          serverUuid: UUID,
          serverName: 'web-1',
          name: RUN.sha,
          snapshotId: '801',
          requested: false,
          earlierIds: ['801'],
          createdAtMs: 1_737_000_000_000,
          reused: true,
        },
        {
          serverKey: '2',
          serverUuid: UUID,
          serverName: 'web-2',
          name: RUN.sha,
          snapshotId: null,
          requested: true,
          earlierIds: [],
          createdAtMs: null,
          reused: false,
        },
      ],
      stopped: [{ key: '2', name: 'web-2' }],
      succeeded: true,
    });
  });

  test('is little if the step ended early', () => {
    const { getState } = createSavedStore({ server_id: '1' });
    expect(readState(getState, RUN)).toEqual({
      rawInputs: { server_id: '1' },
      earlierRollbacks: 3,
      readable: false,
      snapshots: [],
      stopped: [],
      succeeded: false,
    });
  });

  test('fits into the variables of every runner, whatever the names', () => {
    const { runner, values, getState } = createSavedStore({ description: '💾'.repeat(20_000) });
    const records = Array.from({ length: 1000 }, (_, index) =>
      createRecord(index + 1, {
        name: '"ü'.repeat(100),
        server: { key: id(String(index + 1)), name: '💾'.repeat(300) },
      }),
    );
    saveSnapshots(runner, records);
    for (const value of values.values()) {
      expect(value).toMatch(/^[\x20-\x7e]*$/u);
      expect(value.length).toBeLessThan(32_767);
    }
    const state = readSaved(getState);
    expect(state.rawInputs.description).toBe('💾'.repeat(20_000));
    expect(state.snapshots.map(({ snapshotId }) => snapshotId)).toEqual(records.map(({ snapshot }) => snapshot?.key));
    expect(state.snapshots[999]?.name).toBe('"ü'.repeat(100));
  });

  test('may become shorter', () => {
    const { runner, getState } = createSavedStore();
    const servers = Array.from({ length: 1000 }, (_, index) => ({ key: id(String(index + 1)), name: 'x'.repeat(100) }));
    saveStopped(runner, servers);
    expect(readSaved(getState).stopped).toEqual(servers);
    saveStopped(runner, servers.slice(0, 1));
    expect(readSaved(getState).stopped).toEqual(servers.slice(0, 1));
    saveStopped(runner, []);
    expect(readSaved(getState).stopped).toEqual([]);
  });

  test('is read as it was, whatever the inputs', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...INPUT_NAMES), fc.string({ unit: 'binary' })), (rawInputs) => {
        expect(readSaved(createSavedStore(rawInputs).getState).rawInputs).toEqual({ ...rawInputs });
      }),
    );
  });
});

describe('State does not count', () => {
  test('if there is none', () => {
    expect(readState(() => '', RUN)).toBe('missing');
  });

  test('if the inputs were not known to be valid', () => {
    const { runner, getState } = createStore();
    saveIdentity(runner, RUN, 0);
    expect(readState(getState, RUN)).toBe('unstarted');
  });

  test.each([
    { runId: '7002' },
    { attempt: 2 },
    { attempt: undefined },
    { job: 'other' },
    { jobIndex: '1' },
    { action: '__other' },
  ])('if it is of another step: %j', (other) => {
    const { getState } = createSavedStore();
    expect(readState(getState, createWorkflowRun(other))).toBe('missing');
  });

  test.each(['', '{}', '.{}', '.null', '.[]', 'post'])('if it does not say whose it is: %j', (value) => {
    const { getState } = createSavedStore();
    expect(readState((name) => (name === 'run' ? value : getState(name)), RUN)).toBe('missing');
  });

  test.each([
    ['inputs', '.{"server_id":1}'],
    ['inputs', '.{'],
    ['inputs', ''],
    ['rollbacks', '."0"'],
    ['rollbacks', ''],
    ['readable', '.1'],
    ['readable', ''],
    ['snapshots', '.[{"serverKey":"1"}]'],
    ['snapshots', '+[{"serverKey":"1"'],
    ['snapshots', '.[{"serverKey":***}]'],
    ['snapshots', ''],
    ['stopped', '.[{"key":"../1","name":""}]'],
    ['stopped', ''],
    ['succeeded', '."yes"'],
    ['succeeded', ''],
  ])('if it cannot be read: %s is %j', (broken, value) => {
    const { getState } = createSavedStore();
    expect(readState((name) => (name === broken ? value : getState(name)), RUN)).toBe('missing');
  });

  test('but does count for a runner that does not count attempts', () => {
    const { runner, getState } = createStore();
    const run = createWorkflowRun({ attempt: undefined });
    saveIdentity(runner, run, 0);
    saveRawInputs(runner, {});
    expect(readState(getState, run)).toMatchObject({ rawInputs: {} });
  });

  test('is all saved from the start, so that the environment can add nothing', () => {
    const { runner, values } = createStore();
    saveIdentity(runner, RUN, 0);
    expect([...values.keys()].sort()).toEqual([
      'inputs',
      'readable',
      'rollbacks',
      'run',
      'snapshots',
      'stopped',
      'succeeded',
    ]);
  });
});
