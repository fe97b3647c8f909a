import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The commit, repository and run that the tests' workflow runs are for. */
export const SHA = '3f2a9c1e5b7d4860a1b2c3d4e5f60718293a4b5c';
export const REPOSITORY = 'acme/shop';
export const REPOSITORY_ID = '482913776';

/** A file of the action that the runner starts. */
export type Entry = 'main' | 'post';

/** One run of the built action, as the runner would start it. */
export interface ActionRun {
  /** Inputs by their names, as under `with:`. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Environment in addition to, or in place of, what the runner sets; empty text unsets. */
  readonly env?: Readonly<Record<string, string>>;
  /** The event's payload, for the file at GITHUB_EVENT_PATH. */
  readonly event?: unknown;
  /** Name of the event; `push`, or `pull_request` with a payload, if absent. */
  readonly eventName?: string;
  /** A signal that is sent once something has happened outside, such as a request that has arrived. */
  readonly signalWhen?: { readonly happened: Promise<unknown>; readonly signal: NodeJS.Signals };
  /** Modules to preload, as paths. */
  readonly preload?: readonly string[];
  /** Folder of the command files and of RUNNER_TEMP; one of its own, deleted at the end, if absent. */
  readonly folder?: string;
  /** The folder of the built action, if it is not the project's own. */
  readonly dist?: string;
  /** The run is killed after this much real time, in milliseconds; 60 s if absent. */
  readonly killAfterMs?: number;
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
  /** Real milliseconds from the signal to the end, if one was sent. */
  readonly afterSignalMs: number | undefined;
}

const KILL_AFTER_MS = 60_000;
const FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY', 'GITHUB_ENV', 'GITHUB_PATH'] as const;
/** The folder of the built action. */
export const DIST = join(import.meta.dirname, '..', '..', 'dist');
/** Preload: time stands still while a request is under way, and jumps over pauses. */
export const VIRTUAL_CLOCK = join(import.meta.dirname, 'virtual-clock.mjs');

/** A folder for the files of a job, which lives as long as the job's runner. */
export function createJobFolder(): string {
  return mkdtempSync(join(tmpdir(), 'action-'));
}

/** Runs `dist/main.js` or `dist/post.js` in a child process with the environment and the command files of a runner. */
export async function runAction(entry: Entry, run: ActionRun): Promise<ActionResult> {
  const folder = run.folder ?? createJobFolder();
  try {
    return await runIn(folder, entry, run);
  } finally {
    if (run.folder === undefined) rmSync(folder, { recursive: true });
  }
}

async function runIn(folder: string, entry: Entry, run: ActionRun): Promise<ActionResult> {
  const { inputs = {}, env = {}, event, signalWhen, preload = [], dist = DIST, killAfterMs = KILL_AFTER_MS } = run;
  const files = Object.fromEntries(FILES.map((name) => [name, join(folder, name)]));
  for (const file of Object.values(files)) writeFileSync(file, '');
  const eventPath = join(folder, 'event.json');
  writeFileSync(eventPath, JSON.stringify(event ?? {}));
  const imports = preload.flatMap((path) => ['--import', pathToFileURL(path).href]);
  const variables = {
    PATH: process.env.PATH,
    SystemRoot: process.env.SystemRoot,
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: '__vps-snapshot',
    GITHUB_EVENT_NAME: run.eventName ?? (event === undefined ? 'push' : 'pull_request'),
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_JOB: 'deploy',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_REPOSITORY_ID: REPOSITORY_ID,
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '7001',
    GITHUB_RUN_NUMBER: '42',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: SHA,
    GITHUB_WORKFLOW: 'Deploy',
    GITHUB_WORKFLOW_REF: `${REPOSITORY}/.github/workflows/deploy.yml@refs/heads/main`,
    RUNNER_TEMP: folder,
    ...files,
    ...Object.fromEntries(Object.entries(inputs).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text])),
    ...env,
  };
  const child = spawn(process.execPath, [...imports, join(dist, `${entry}.js`)], {
    cwd: folder,
    // A run that hangs would keep the test runner from finishing.
    timeout: killAfterMs,
    killSignal: 'SIGKILL',
    env: Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== '')),
  });
  let log = '';
  let stderr = '';
  let signalledMs: number | undefined;
  signalWhen?.happened.then(() => {
    signalledMs = performance.now();
    child.kill(signalWhen.signal);
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return {
    exitCode,
    log,
    stderr,
    outputs: fileCommands(readIfThere(files.GITHUB_OUTPUT)),
    // The runner reads the file after the log.
    state: { ...stateInLog(log), ...fileCommands(readIfThere(files.GITHUB_STATE)) },
    variables: fileCommands(readIfThere(files.GITHUB_ENV)),
    summary: readIfThere(files.GITHUB_STEP_SUMMARY),
    errors: annotations(log, 'error'),
    warnings: annotations(log, 'warning'),
    notices: annotations(log, 'notice'),
    afterSignalMs: signalledMs === undefined ? undefined : performance.now() - signalledMs,
  };
}

/** The outputs that an action whose files are in this folder has set so far. */
export function outputsIn(folder: string): Record<string, string> {
  return fileCommands(readIfThere(join(folder, 'GITHUB_OUTPUT')));
}

/** A test may have taken the file away, or put a folder in its place. */
function readIfThere(file: string | undefined): string {
  try {
    return readFileSync(file ?? '', 'utf8');
  } catch {
    return '';
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

/** The state that the log hands to the runner. */
function stateInLog(log: string): Record<string, string> {
  return Object.fromEntries(
    [...log.matchAll(/^::save-state name=(\w+)::(.*)$/gmu)].map(([, name = '', value = '']) => [
      name,
      unescapeData(value),
    ]),
  );
}

function annotations(log: string, level: string): string[] {
  return [...log.matchAll(new RegExp(`^::${level}(?: [^:]*)?::(.*)$`, 'gmu'))].map(([, text = '']) =>
    unescapeData(text),
  );
}

function unescapeData(text: string): string {
  return text.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%');
}
