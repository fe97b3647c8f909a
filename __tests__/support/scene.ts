import { rmSync } from 'node:fs';
import { expect } from '@jest/globals';
import { DEFAULT_PASSWORD } from '../../emulator/dialect.ts';
import type { FaultHook } from '../../emulator/fault-kinds.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/server.ts';
import { receivedRequests } from './http-server.ts';
import { createJobRunner, GITHUB_TOKEN, type JobRunner } from './job.ts';
import { filesIn, findLeaks, legible } from './leaks.ts';
import {
  type ActionResult,
  type ActionRun,
  createJobFolder,
  type Entry,
  runAction,
  VIRTUAL_CLOCK,
} from './run-action.ts';

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
  /** How many of the API's requests have been searched for secrets. */
  #searchedRequests = 0;

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

  /** Replaces the faults; before each one, the time of the request is taken from the action. */
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
    this.#expectNoSecret(result, run);
    return result;
  }

  /**
   * The token may be in two places alone: the command that tells the runner to mask it, and the header `authorization`
   * of a request to the API. The other secrets may only be where they are meant to be.
   */
  #expectNoSecret({ log, stderr }: ActionResult, { inputs = {}, env = {} }: ActionRun): void {
    const shown = legible({
      log: log.replace(/^::add-mask::.*$/gmu, ''),
      'standard error': stderr,
      ...filesIn(this.#folder, ['event.json']),
    });
    const toApi = this.api.requests
      .slice(this.#searchedRequests)
      .map(({ method, path, headers, body }) => ({ method, path, headers, body }));
    this.#searchedRequests = this.api.requests.length;
    const toOthers = receivedRequests();
    const sent = legible({
      'a request to the API': JSON.stringify(toApi.map(withoutAuthorization)),
      'a request to another server': JSON.stringify(toOthers),
    });
    const sentBySecret = legible({
      'a request to the API': JSON.stringify(toApi),
      'a request to another server': JSON.stringify(
        toOthers.map((request) => ({ ...withoutAuthorization(request), path: '' })),
      ),
    });
    const given = [this.api.token, inputs.api_token ?? '', env.VPS_API_TOKEN ?? ''];
    // An expression that was not evaluated is not a secret.
    const tokens = given.filter((token) => !token.startsWith('${'));
    const hook = URL.parse(inputs.notify_url ?? '');
    const others = [
      GITHUB_TOKEN,
      inputs.github_token ?? '',
      ...(hook?.pathname.split('/').filter((part) => part.length >= 12) ?? []),
    ];
    const leaks = [
      ...tokens.flatMap((token) => findLeaks({ ...shown, ...sent }, token)),
      ...others.flatMap((secret) => findLeaks({ ...shown, ...sentBySecret }, secret)),
      ...findLeaks({ ...shown, ...sent }, DEFAULT_PASSWORD, 16),
    ];
    if (leaks.length > 0) throw new Error(`A secret leaked: ${leaks.join(', ')}\n${log}`);
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

function withoutAuthorization<Request extends { readonly headers: Readonly<Record<string, unknown>> }>(
  request: Request,
): Request {
  return { ...request, headers: { ...request.headers, authorization: '' } };
}
