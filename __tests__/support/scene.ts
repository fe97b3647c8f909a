import { rmSync } from 'node:fs';
import { expect, jest } from '@jest/globals';
import type { FaultHook } from '../../emulator/faults.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/server.ts';
import { createJobRunner, type JobRunner } from './job.ts';
import {
  type ActionResult,
  type ActionRun,
  createJobFolder,
  type Entry,
  runAction,
  VIRTUAL_CLOCK,
} from './run-action.ts';

// On a busy machine the processes of a scenario take seconds to start.
jest.setTimeout(120_000);

/** The server that most scenarios are about. */
export const SERVER = 12345;
/** When the time of each scenario starts, in milliseconds since the epoch. */
export const START_MS = Date.parse('2025-01-16T12:00:00Z');

/** Options of a scenario besides those of its emulator. */
export interface SceneOptions extends Omit<EmulatorOptions, 'clock' | 'speed'> {
  /** Without the server `SERVER`, for scenarios that add their own. */
  readonly withoutServer?: boolean;
}

/**
 * An emulated API and the means to run the built action against it. Both go by one virtual time, which moves only while
 * the action pauses: a scenario of an hour takes no longer than its processes do.
 */
export class Scene implements AsyncDisposable {
  readonly api: Emulator;
  readonly #folder = createJobFolder();
  #nowMs: number;

  private constructor(api: Emulator, nowMs: number) {
    this.api = api;
    this.#nowMs = nowMs;
  }

  static async create({ withoutServer = false, faults, ...options }: SceneOptions = {}): Promise<Scene> {
    let scene: Scene | undefined;
    const api = await startEmulator({ ...options, clock: () => scene?.nowMs ?? START_MS });
    scene = new Scene(api, START_MS);
    scene.setFaults(faults);
    if (!withoutServer) api.model.addServer({ id: SERVER, name: 'web-1' });
    return scene;
  }

  /** The virtual time, in milliseconds since the epoch. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** Lets time pass between two steps. */
  advance(ms: number): void {
    this.#nowMs += ms;
  }

  /** Replaces the faults; the time of each request is taken from the action before. */
  setFaults(faults: FaultHook | undefined): void {
    this.api.setFaults((request, index) => {
      this.#nowMs = Math.max(this.#nowMs, Number(request.headers['x-virtual-now'] ?? 0));
      return faults?.(request, index);
    });
  }

  /** Runs the action once, with the API's address and token and one server. */
  async run(run: ActionRun = {}, entry: Entry = 'main'): Promise<ActionResult> {
    const { inputs, env, preload = [] } = run;
    const result = await runAction(entry, {
      folder: this.#folder,
      ...run,
      preload: [VIRTUAL_CLOCK, ...preload],
      inputs: { api_url: this.api.url, api_token: this.api.token, server_id: String(SERVER), ...inputs },
      env: { VIRTUAL_NOW: String(this.#nowMs), ...env },
    });
    expectNoSecret(result, inputs?.api_token ?? this.api.token);
    return result;
  }

  /** A job whose steps run one after the other. */
  job(env: Readonly<Record<string, string>> = {}): JobRunner {
    return createJobRunner(this, env);
  }

  /** The requests that the API got, such as `POST /snapshots/`, without queries. */
  requests(): string[] {
    return this.api.requests.map(
      ({ method, path }) => `${method} ${path.replace('/api/v1', '').replace(/\?.*$/u, '')}`,
    );
  }

  /** The requests that change something, in their order. */
  writes(): string[] {
    return this.requests().filter((request) => !request.startsWith('GET '));
  }

  /** Ids of the snapshots that exist, in order of creation. */
  snapshotIds(): string[] {
    return this.api.model.snapshots().map(({ id }) => String(id));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.api.close();
    rmSync(this.#folder, { recursive: true });
  }
}

/** The one error annotation of a run that failed with exit code 1. */
export function errorOf({ exitCode, errors, stderr }: Omit<ActionResult, 'outputs'>): string {
  const [error = ''] = errors;
  expect({ exitCode, errors, stderr }).toEqual({ exitCode: 1, errors: [error], stderr: '' });
  return error;
}

/** Asserts that a run ended well, without an error or a warning. */
export function expectSuccess({ exitCode, errors, warnings, stderr }: Omit<ActionResult, 'outputs'>): void {
  expect({ exitCode, errors, warnings, stderr }).toEqual({ exitCode: 0, errors: [], warnings: [], stderr: '' });
}

/**
 * The token may be in one place alone: the command that tells the runner to mask it. Nowhere else may be any 8 characters
 * in a row of it.
 */
export function expectNoSecret(result: Partial<ActionResult>, secret: string): void {
  const { log = '', stderr, outputs, state, variables, summary = '' } = result;
  const shown = summary.replace(/&#(\d+);/gu, (_, code) => String.fromCharCode(Number(code)));
  const seen = JSON.stringify([
    log.replace(/^::add-mask::.*$/gmu, ''),
    stderr,
    outputs,
    state,
    variables,
    summary,
    shown,
  ]);
  const parts = Array.from({ length: Math.max(1, secret.length - 7) }, (_, start) => secret.slice(start, start + 8));
  const leaked = parts.filter((part) => part !== '' && seen.includes(part));
  if (leaked.length > 0) throw new Error(`A secret leaked (${leaked.join(', ')}): ${seen}`);
}
