import { expect } from '@jest/globals';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/server.ts';
import { type ActionResult, type ActionRun, runAction } from './action.ts';

/** The server that most scenarios are about. */
export const SERVER = 12345;
/** How many times faster than real the API's and the action's clocks run in most scenarios. */
export const SPEED = 60;
/** Status steps of a snapshot that is complete after 20 s, to keep scenarios short. */
export const SOON_COMPLETE = {
  timeline: [
    { atMs: 0, status: 'in_progress' },
    { atMs: 20_000, status: 'completed' },
  ],
};
/** Status steps of a restore that is over after 20 s. */
export const SOON_ACTIVE = {
  timeline: [
    { atMs: 0, status: 'restoring' },
    { atMs: 20_000, status: 'active' },
  ],
};

/** An API on loopback and the means to run the built action against it. */
export interface Scene {
  readonly api: Emulator;
  /** Runs the action with the API's address and token, one server, and both clocks at the same speed. */
  run(run?: ActionRun): Promise<ActionResult>;
  /** The requests that the API got, such as `POST /snapshots/`, without queries. */
  requests(): string[];
}

/** Plays a scenario against an API of its own; the token is nowhere to be seen afterwards. */
export async function scene(play: (scene: Scene) => Promise<void>, options: EmulatorOptions = {}): Promise<void> {
  const api = await startEmulator({ speed: SPEED, ...options });
  api.model.addServer({ id: SERVER, name: 'web-1', snapshotPlan: SOON_COMPLETE, restorePlan: SOON_ACTIVE });
  const run = async ({ inputs, ...rest }: ActionRun = {}) => {
    const result = await runAction({
      speed: SPEED,
      ...rest,
      inputs: { api_url: api.url, api_token: api.token, server_id: String(SERVER), ...inputs },
    });
    expectNoToken(result, api.token);
    return result;
  };
  const requests = () =>
    api.requests.map(({ method, path }) => `${method} ${path.replace('/api/v1', '').replace(/\?.*$/u, '')}`);
  try {
    await play({ api, run, requests });
  } finally {
    await api.close();
  }
}

/** The one error annotation of a run that failed with exit code 1. */
export function theError({ exitCode, errors, stderr }: ActionResult): string {
  const [error = ''] = errors;
  expect({ exitCode, errors, stderr }).toEqual({ exitCode: 1, errors: [error], stderr: '' });
  return error;
}

/** Asserts that a run ended well, without a complaint of any kind. */
export function expectGood({ exitCode, errors, warnings, stderr }: ActionResult): void {
  expect({ exitCode, errors, warnings, stderr }).toEqual({ exitCode: 0, errors: [], warnings: [], stderr: '' });
}

/** The token may stand in one place alone: the command that tells the runner to mask it, as it was written. */
function expectNoToken({ log, stderr, outputs, state, summary }: ActionResult, token: string): void {
  const shown = summary.replace(/&#(\d+);/gu, (_, code) => String.fromCharCode(Number(code)));
  const seen = JSON.stringify([log.replace(/^::add-mask::.*$/gmu, ''), stderr, outputs, state, summary, shown]);
  if (seen.includes(token)) throw new Error(`The token was let out: ${seen}`);
}
