import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import * as v from 'valibot';
import { parse, stringify } from 'yaml';
import { type Emulator, startEmulator } from '../../emulator/server.ts';
import { startServer, type TestServer } from '../support/http-server.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** API minutes pass in a tenth of a second; the action polls at its own real pace. */
const SPEED = 600;
/** A run of act that takes longer is ended, in milliseconds. */
const KILL_AFTER_MS = 120_000;
const SCRIPTS = ['build.sh', 'test.sh', 'deploy.sh', 'smoke-test.sh', 'notify.sh'];
const COMPOSITE = join('.github', 'actions', 'composite-deploy');

const Step = v.looseObject({ uses: v.optional(v.string()), with: v.optional(v.record(v.string(), v.unknown())) });
type Step = v.InferOutput<typeof Step>;
const Workflow = v.looseObject({
  jobs: v.record(v.string(), v.looseObject({ uses: v.optional(v.string()), steps: v.optional(v.array(Step)) })),
});
const Composite = v.looseObject({ runs: v.looseObject({ steps: v.array(Step) }) });

/** What a workflow is run with. */
export interface ActRun {
  /** Name of a file in `examples/`, or the text of a workflow that uses one of them. */
  readonly example: string;
  /** A workflow that calls or uses the example; without it, the example itself is run. */
  readonly caller?: string;
  /** The event; `push` if absent. */
  readonly event?: string;
  /** Inputs of a `workflow_dispatch`. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** What each script of the workflow does, as shell; scripts that are not named do nothing and succeed. */
  readonly scripts?: Readonly<Record<string, string>>;
}

/** What came of it. */
export interface ActResult {
  readonly exitCode: number | null;
  readonly log: string;
}

/** A repository with the examples and the action in it, the API emulator, and a site for the health checks. */
export class ActRunner implements AsyncDisposable {
  readonly api: Emulator;
  readonly #site: TestServer;
  readonly #repository: string;
  #runs = 0;

  private constructor(api: Emulator, site: TestServer, repository: string) {
    this.api = api;
    this.#site = site;
    this.#repository = repository;
  }

  /** @param servers ids of the servers that exist */
  static async create(servers: readonly number[]): Promise<ActRunner> {
    const api = await startEmulator({ speed: SPEED });
    for (const id of servers) api.model.addServer({ id, disk: 'release 1' });
    const repository = mkdtempSync(join(tmpdir(), 'runner-'));
    // The site shows the commit that is running.
    const site = await startServer(() => ({ status: 200, body: git(repository, 'rev-parse', 'HEAD') }));
    return new ActRunner(api, site, repository);
  }

  /** Runs a workflow on act in host mode, without containers. */
  async run({ example, caller, event = 'push', inputs = {}, scripts = {} }: ActRun): Promise<ActResult> {
    const repository = this.#repository;
    cpSync(join(ROOT, 'dist'), join(repository, 'action', 'dist'), { recursive: true });
    cpSync(join(ROOT, 'action.yml'), join(repository, 'action', 'action.yml'));
    for (const name of SCRIPTS) {
      writeFileSync(join(repository, name), `#!/bin/sh\n${scripts[name] ?? 'true'}\n`);
      chmodSync(join(repository, name), 0o755);
    }
    const workflows = join(repository, '.github', 'workflows');
    mkdirSync(workflows, { recursive: true });
    const text = readFileSync(join(ROOT, 'examples', example), 'utf8');
    if (example.startsWith('composite-deploy/')) {
      mkdirSync(join(repository, COMPOSITE), { recursive: true });
      writeFileSync(join(repository, COMPOSITE, 'action.yml'), this.#adaptComposite(text));
    } else {
      writeFileSync(join(workflows, example), this.#adaptWorkflow(text));
    }
    if (caller !== undefined) writeFileSync(join(workflows, 'caller.yml'), caller);
    git(repository, 'init', '--quiet');
    git(repository, 'add', '--all');
    git(repository, 'commit', '--quiet', '--allow-empty', '--message', 'release 2');
    return await this.#act(join(workflows, caller === undefined ? example : 'caller.yml'), event, inputs);
  }

  async #act(workflow: string, event: string, inputs: Readonly<Record<string, string>>): Promise<ActResult> {
    const given = Object.entries(inputs).flatMap(([name, value]) => ['--input', `${name}=${value}`]);
    this.#runs += 1;
    const child = spawn(
      'act',
      [
        event,
        ...['--workflows', workflow],
        ...['--platform', 'ubuntu-latest=-self-hosted', '--platform', 'spot=-self-hosted'],
        // Otherwise every run of act has the same id.
        ...['--env', `GITHUB_RUN_ID=${7000 + this.#runs}`],
        ...['--secret', `VPS_API_TOKEN=${this.api.token}`, '--var', 'VPS_SERVER_ID=12345'],
        ...given,
      ],
      {
        cwd: this.#repository,
        timeout: KILL_AFTER_MS,
        env: {
          ...process.env,
          PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
          // Next to the repository, which act copies whole into its cache.
          XDG_CACHE_HOME: `${this.#repository}-cache`,
        },
      },
    );
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (log += text));
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    return { exitCode, log };
  }

  /** The example with the action of this checkout in it, the API and the site on loopback; nothing else is changed. */
  #adaptWorkflow(text: string): string {
    const workflow = v.parse(Workflow, parse(text));
    for (const { steps } of Object.values(workflow.jobs)) {
      if (!steps) continue;
      const checksOut = steps.some(({ uses }) => uses?.startsWith('actions/checkout@'));
      // An action of the repository itself is there only after a checkout.
      if (!checksOut) steps.unshift({ uses: 'actions/checkout@v5' });
      for (const step of steps) this.#adaptStep(step);
    }
    return stringify(workflow);
  }

  #adaptComposite(text: string): string {
    const action = v.parse(Composite, parse(text));
    for (const step of action.runs.steps) this.#adaptStep(step);
    return stringify(action);
  }

  #adaptStep(step: Step): void {
    if (!step.uses?.startsWith('OWNER/vps-snapshot@')) return;
    step.uses = './action';
    const given = step.with ?? {};
    const site = `${this.#site.url}/health`;
    step.with = {
      ...given,
      ...(given.health_check_url === undefined ? {} : { health_check_url: site }),
      // Otherwise the action would wait for real minutes of health.
      ...(given.health_check_stable_minutes === undefined ? {} : { health_check_stable_minutes: 0.01 }),
      api_url: this.api.url,
      poll_interval_seconds: '0.1',
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.api.close();
    await this.#site[Symbol.asyncDispose]();
    for (const folder of [this.#repository, `${this.#repository}-cache`]) {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function git(repository: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
  return execFileSync('git', [...identity, ...args], { cwd: repository, encoding: 'utf8' });
}
