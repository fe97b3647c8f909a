import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The commit, repository and run that the tests' workflow runs are for. */
export const SHA = '3f2a9c1e5b7d4860a1b2c3d4e5f60718293a4b5c';
export const REPOSITORY = 'acme/shop';

/** One run of the built action, as the runner would start it. */
export interface ActionRun {
  /** Inputs by their names, as under `with:`. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Environment beside, or in place of, what the runner sets. */
  readonly env?: Readonly<Record<string, string>>;
  /** The event's payload, for the file at GITHUB_EVENT_PATH. */
  readonly event?: unknown;
  /** How many times faster than real the action's clock runs. */
  readonly speed?: number;
  /** A signal that is sent once the log holds a text. */
  readonly signalAt?: { readonly text: string; readonly signal: NodeJS.Signals };
  /** A signal that is sent once something has happened outside, such as a request that has arrived. */
  readonly signalWhen?: { readonly happened: Promise<unknown>; readonly signal: NodeJS.Signals };
  /** The folder of the built action, where it is not the project's own. */
  readonly dist?: string;
  /** The run is killed after so many real milliseconds; 15 s when absent. */
  readonly longestMs?: number;
}

/** What a user sees of a run. */
export interface ActionResult {
  readonly exitCode: number | null;
  /** Everything that was written to standard output, workflow commands included. */
  readonly log: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  /** Variables that it set for the later steps of the job. */
  readonly variables: Readonly<Record<string, string>>;
  readonly summary: string;
  /** The texts of the error annotations, decoded. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly notices: readonly string[];
  /** Real milliseconds from the signal to the end, where one was sent. */
  readonly afterSignalMs: number | undefined;
}

/** No run of a test takes so long, in real milliseconds. */
const LONGEST_RUN_MS = 15_000;
const FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY', 'GITHUB_ENV', 'GITHUB_PATH'] as const;
/** The folder of the built action. */
export const DIST = join(import.meta.dirname, '..', '..', 'dist');
const FAST_CLOCK = join(import.meta.dirname, 'fast-clock.mjs');

/** Runs `dist/index.js` in a child process with the environment and the command files of a runner. */
export async function runAction(run: ActionRun): Promise<ActionResult> {
  const { inputs = {}, env = {}, event, speed, signalAt, signalWhen, dist = DIST, longestMs = LONGEST_RUN_MS } = run;
  const folder = mkdtempSync(join(tmpdir(), 'action-'));
  try {
    const files = Object.fromEntries(FILES.map((name) => [name, join(folder, name)]));
    for (const file of Object.values(files)) writeFileSync(file, '');
    const eventPath = join(folder, 'event.json');
    writeFileSync(eventPath, JSON.stringify(event ?? {}));
    const preload = speed === undefined ? [] : ['--import', FAST_CLOCK];
    const child = spawn(process.execPath, [...preload, join(dist, 'index.js')], {
      cwd: folder,
      // A run that hangs would keep the test runner from its end.
      timeout: longestMs,
      killSignal: 'SIGKILL',
      env: {
        PATH: process.env.PATH,
        SystemRoot: process.env.SystemRoot,
        ...(speed === undefined ? {} : { FAST_CLOCK_SPEED: String(speed) }),
        GITHUB_ACTIONS: 'true',
        GITHUB_ACTION: '__vps-snapshot',
        GITHUB_EVENT_NAME: event === undefined ? 'push' : 'pull_request',
        GITHUB_EVENT_PATH: eventPath,
        GITHUB_JOB: 'deploy',
        GITHUB_REF: 'refs/heads/main',
        GITHUB_REPOSITORY: REPOSITORY,
        GITHUB_RUN_ATTEMPT: '1',
        GITHUB_RUN_ID: '7001',
        GITHUB_RUN_NUMBER: '42',
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_SHA: SHA,
        ...files,
        ...Object.fromEntries(Object.entries(inputs).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text])),
        ...env,
      },
    });
    let log = '';
    let stderr = '';
    let signalledAt: number | undefined;
    const send = (signal: NodeJS.Signals) => {
      if (signalledAt !== undefined) return;
      signalledAt = performance.now();
      child.kill(signal);
    };
    signalWhen?.happened.then(() => send(signalWhen.signal));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (signalAt && log.includes(signalAt.text)) send(signalAt.signal);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    const read = (name: (typeof FILES)[number]) => readFileSync(join(folder, name), 'utf8');
    return {
      exitCode,
      log,
      stderr,
      outputs: fileCommands(read('GITHUB_OUTPUT')),
      state: fileCommands(read('GITHUB_STATE')),
      variables: fileCommands(read('GITHUB_ENV')),
      summary: read('GITHUB_STEP_SUMMARY'),
      errors: annotations(log, 'error'),
      warnings: annotations(log, 'warning'),
      notices: annotations(log, 'notice'),
      afterSignalMs: signalledAt === undefined ? undefined : performance.now() - signalledAt,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Reads a command file as the runner does: `name<<delimiter`, the value, the delimiter; the last value counts. */
function fileCommands(text: string): Record<string, string> {
  const commands: Record<string, string> = {};
  for (const match of text.matchAll(/^(?<name>[^\n<]+)<<(?<end>.+)\r?\n(?<value>[\s\S]*?)\r?\n\k<end>\r?$/gmu)) {
    const { name, value } = match.groups ?? {};
    if (name !== undefined && value !== undefined) commands[name] = value;
  }
  return commands;
}

function annotations(log: string, level: string): string[] {
  return [...log.matchAll(new RegExp(`^::${level}(?: [^:]*)?::(.*)$`, 'gmu'))].map(([, text = '']) =>
    text.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%'),
  );
}
