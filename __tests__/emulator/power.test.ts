import { describe, expect, test } from '@jest/globals';
import type { PowerAction, PowerOptions } from '../../emulator/model.ts';
import { createModel, START } from './create-model.ts';

const ACTIONS = ['start', 'stop', 'restart', 'hard_stop'] as const;

function withPower(power: PowerOptions = {}) {
  const set = createModel({ power });
  return { ...set, power: (action: unknown) => set.send('POST', '/servers/12345/power/', { action }) };
}

describe('A power action', () => {
  test.each<[PowerAction, string, string, number, string]>([
    ['start', 'stopped', 'starting', 20, 'active'],
    ['stop', 'active', 'stopping', 30, 'stopped'],
    ['restart', 'active', 'restarting', 40, 'active'],
    ['hard_stop', 'active', 'stopped', 0, 'stopped'],
  ])('%s of a server that is %s goes through %s', (action, before, first, seconds, end) => {
    const { power, model, advance, items } = withPower();
    model.setServerStatus(12345, before);
    expect(power(action)).toMatchObject({ status: 200, body: { status: 'success' } });
    expect(model.serverStatus(12345)).toBe(first);
    expect(items('/servers/')).toMatchObject([{ status: first }]);
    advance(seconds / 60);
    expect(model.serverStatus(12345)).toBe(end);
    expect(model.powerActions()).toEqual([{ serverId: 12345, action, at: START }]);
  });

  test('can follow a timeline, of all actions of a kind or of the next one', () => {
    const { power, model } = withPower({ timelines: { stop: [{ atMs: 0, status: 'halting' }] } });
    power('stop');
    expect(model.serverStatus(12345)).toBe('halting');
    model.planNextPower([{ atMs: 0, status: 'error' }]);
    power('stop');
    expect(model.serverStatus(12345)).toBe('error');
    power('stop');
    expect(model.serverStatus(12345)).toBe('halting');
  });

  test.each([
    ['start', 'active'],
    ['stop', 'stopped'],
    ['hard_stop', 'stopped'],
  ] as const)('%s of a server that is %s already has no effect, or is refused', (action, status) => {
    const accepting = withPower();
    accepting.model.setServerStatus(12345, status);
    expect(accepting.power(action).status).toBe(200);
    expect(accepting.model.serverStatus(12345)).toBe(status);
    expect(accepting.model.powerActions()).toHaveLength(1);

    const refusing = withPower({ alreadyThere: 409 });
    refusing.model.setServerStatus(12345, status);
    expect(refusing.power(action).status).toBe(409);
    expect(refusing.power('restart').status).toBe(200);
    expect(refusing.model.powerActions()).toMatchObject([{ action: 'restart' }]);
  });

  test.each(ACTIONS.flatMap((action) => ([400, 403, 409] as const).map((status) => [action, status] as const)))(
    '%s can be refused with %s',
    (action, status) => {
      const { power, model } = withPower({ refuse: { [action]: { status, detail: 'no' } } });
      expect(power(action)).toMatchObject({ status, body: { detail: 'no' } });
      expect(model.serverStatus(12345)).toBe('active');
      expect(model.powerActions()).toEqual([]);
    },
  );

  test.each([
    [{}, 409],
    [{ whileRestoring: 400 as const }, 400],
  ])('is refused while the server is being restored: %j', (options, status) => {
    const { power, model, send, advance } = withPower(options);
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    send('POST', '/snapshots/801/restore/');
    expect(power('stop').status).toBe(status);
    expect(model.serverStatus(12345)).toBe('restoring');
    advance(8);
    expect(power('stop').status).toBe(200);
    expect(model.serverStatus(12345)).toBe('stopping');
  });

  test('starts a server that a restore left stopped', () => {
    const { power, model, send, advance } = withPower();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    model.planNextRestore({ endsStopped: true });
    send('POST', '/snapshots/801/restore/');
    advance(8);
    power('start');
    advance(1);
    expect(model.serverStatus(12345)).toBe('active');
  });

  test('is refused on a suspended server', () => {
    const { power, model } = withPower();
    model.setServerStatus(12345, 'suspended');
    expect(power('start').status).toBe(400);
    expect(model.serverStatus(12345)).toBe('suspended');
  });

  test.each([200, 202, 204] as const)('can be accepted with %s', (responseStatus) => {
    const { status, body } = withPower({ responseStatus }).power('stop');
    expect(status).toBe(responseStatus);
    expect(body === '').toBe(responseStatus === 204);
  });

  test.each([
    ['reboot', '"reboot" is not a valid choice.'],
    [7, 'Not a valid string.'],
    [undefined, 'This field is required.'],
  ])('%j does not exist', (action, message) => {
    const { power, model } = withPower();
    expect(power(action)).toMatchObject({ status: 400, body: { action: [message] } });
    expect(model.powerActions()).toEqual([]);
  });

  test('on a server that does not exist returns 404', () => {
    expect(createModel().send('POST', '/servers/7/power/', { action: 'stop' }).status).toBe(404);
  });

  test.each([false, true])('exists only if the API has it: %s', (hasPower) => {
    const { send, model } = createModel({ hasPower });
    expect(send('POST', '/servers/12345/power/', { action: 'stop' }).status).toBe(hasPower ? 200 : 404);
    expect(model.powerActions()).toHaveLength(hasPower ? 1 : 0);
  });

  test.each([false, true])('the detail of a server exists only if the API has it: %s', (hasServerDetail) => {
    expect(createModel({ hasServerDetail }).send('GET', '/servers/12345/').status).toBe(hasServerDetail ? 200 : 404);
  });
});
