import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import * as v from 'valibot';
import { parse, stringify } from 'yaml';
import { type Emulator, startEmulator } from '../../emulator/server.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** API minutes pass in a tenth of a second; the action polls at its own real pace. */
const SPEED = 600;
/** A run of act that takes longer is ended. */
const LONGEST_MS = 60_000;

const Address = v.object({ port: v.number() });
const Workflow = v.looseObject({
  jobs: v.record(
    v.string(),
    v.looseObject({
      steps: v.array(v.looseObject({ uses: v.optional(v.string()), with: v.optional(v.looseObject({})) })),
    }),
  ),
});

/** What a workflow is run with. */
export interface ActRun {
  /** Name of a file in `examples/`. */
  readonly example: string;
  /** The event, `push` when absent. */
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

/** A repository with one workflow of `examples/`, the action in it, and an API on loopback. */
export interface Stage {
  readonly api: Emulator;
  run(run: ActRun): Promise<ActResult>;
}

const SCRIPTS = ['deploy.sh', 'smoke-test.sh', 'notify.sh'];

/** Plays a scenario on act in host mode, without containers. */
export async function onRunner(servers: readonly number[], play: (stage: Stage) => Promise<void>): Promise<void> {
  const api = await startEmulator({ speed: SPEED });
  const repository = mkdtempSync(join(tmpdir(), 'runner-'));
  for (const id of servers) api.model.addServer({ id, disk: 'release 1' });
  // What health_check_url asks.
  const server = createServer((_request, response) => response.end('ok'));
  try {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const site = `http://127.0.0.1:${v.parse(Address, server.address()).port}/health`;
    let log = '';
    const run = async (asked: ActRun) => {
      const result = await runAct(asked, repository, api, site);
      log += result.log;
      return result;
    };
    await play({ api, run }).catch((error) => {
      console.error(log);
      throw error;
    });
  } finally {
    await api.close();
    server.close();
    for (const folder of [repository, `${repository}-cache`]) rmSync(folder, { recursive: true, force: true });
  }
}

async function runAct(
  { example, event = 'push', inputs = {}, scripts = {} }: ActRun,
  repository: string,
  api: Emulator,
  site: string,
): Promise<ActResult> {
  cpSync(join(ROOT, 'dist'), join(repository, 'action', 'dist'), { recursive: true });
  cpSync(join(ROOT, 'action.yml'), join(repository, 'action', 'action.yml'));
  for (const name of SCRIPTS) {
    writeFileSync(join(repository, name), `#!/bin/sh\n${scripts[name] ?? 'true'}\n`);
    chmodSync(join(repository, name), 0o755);
  }
  const folder = join(repository, '.github', 'workflows');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, example), pointedHere(readFileSync(join(ROOT, 'examples', example), 'utf8'), api, site));
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], { cwd: repository });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '--message', 'release 2');
  const given = Object.entries(inputs).flatMap(([name, value]) => ['--input', `${name}=${value}`]);
  const child = spawn(
    'act',
    [
      event,
      ...['--workflows', join(folder, example)],
      ...['--platform', 'ubuntu-latest=-self-hosted', '--platform', 'spot=-self-hosted'],
      ...['--secret', `VPS_API_TOKEN=${api.token}`, '--var', 'VPS_SERVER_ID=12345'],
      ...given,
    ],
    {
      cwd: repository,
      timeout: LONGEST_MS,
      env: {
        ...process.env,
        PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
        // Beside the repository, which act copies whole into its cache.
        XDG_CACHE_HOME: `${repository}-cache`,
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
function pointedHere(text: string, api: Emulator, site: string): string {
  const workflow = v.parse(Workflow, parse(text));
  for (const job of Object.values(workflow.jobs)) {
    const checksOut = job.steps.some(({ uses }) => uses?.startsWith('actions/checkout@'));
    // An action of the repository itself is there only after a checkout.
    if (!checksOut) job.steps.unshift({ uses: 'actions/checkout@v5' });
    for (const step of job.steps) {
      if (!step.uses?.startsWith('OWNER/vps-snapshot@')) continue;
      step.uses = './action';
      const health = step.with?.health_check_url === undefined ? {} : { health_check_url: site };
      step.with = { ...step.with, ...health, api_url: api.url, poll_interval_seconds: '0.1' };
    }
  }
  return stringify(workflow);
}
