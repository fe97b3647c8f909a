import * as core from '@actions/core';
import { systemClock } from './clock.ts';
import type { Context } from './context.ts';
import { ActionError, CancelledError, errorMessage, UNEXPECTED_HINT } from './errors.ts';
import { createOctokitStatusSetter } from './github/commit-status.ts';
import { createRollbackLog, type RollbackLog } from './github/rollback-log.ts';
import { actionsRunner, getState, type Runner } from './github/runner.ts';
import { readState, saveIdentity, saveRawInputs } from './github/state.ts';
import { readWorkflowRun, type WorkflowRun } from './github/workflow-run.ts';
import { createHttp } from './http/request.ts';
import {
  DEFAULT_API_URL,
  INPUT_NAMES,
  type Inputs,
  isLoopback,
  parseInputs,
  parseInputsAfterJob,
  readAfterJobInputs,
  SECRET_INPUTS,
  unusedInputs,
} from './inputs/inputs.ts';
import { misplacedTokens } from './inputs/misplaced-token.ts';
import { checkRelease } from './modes/check.ts';
import { deleteSnapshots } from './modes/delete.ts';
import { explainMissing, runAfterJob } from './modes/post.ts';
import { pruneSnapshots } from './modes/prune.ts';
import { rollBack } from './modes/rollback.ts';
import { takeSnapshots } from './modes/snapshot.ts';
import type { Task } from './modes/task.ts';
import { waitForSnapshots } from './modes/wait.ts';
import { adaptive, fixed } from './polling/schedule.ts';
import { createRedactor } from './redact.ts';
import { inputErrorSummary } from './report/plain-summary.ts';
import { DETACHED_START_MS } from './servers/power.ts';
import type { ApiSession } from './servers/session.ts';
import { VpsClient } from './vps/client.ts';
import { sendHttp } from './vps/send-http.ts';
import { withDebugLog } from './vps/with-debug-log.ts';
import { withRedaction } from './vps/with-redaction.ts';
import { withRetry } from './vps/with-retry.ts';
import { withStatus } from './vps/with-status.ts';

/** What is left over after the work, such as a proxy's connection, may delay the exit this long, in milliseconds. */
const EXIT_GRACE_MS = 200;

/**
 * An expression that nobody evaluated is refused, but is not a secret: if it were, its words would be missing from
 * every message.
 */
const EXPRESSION = /^\$\{\{.*\}\}$/su;

const MODES: Record<Inputs['mode'], (task: Task) => Promise<void>> = {
  snapshot: takeSnapshots,
  wait: waitForSnapshots,
  rollback: rollBack,
  check: checkRelease,
  delete: deleteSnapshots,
  prune: pruneSnapshots,
};

type RawInputs = Readonly<Record<string, string>>;

/** What both steps have from the start. */
interface Step {
  readonly isPost: boolean;
  readonly rawInputs: RawInputs;
  readonly redact: (text: string) => string;
  readonly runner: Runner;
  readonly signal: AbortSignal;
}

/**
 * The main step: reads the inputs and runs the mode. Whatever happens ends in an annotation and exit code 1, or in work
 * that is done and exit code 0.
 */
export async function runMain(): Promise<void> {
  await runStep(false, async (step) => {
    const { rawInputs, runner } = step;
    const run = readWorkflowRun(process.env, rawInputs.job_index ?? '');
    saveIdentity(runner, run, rollbackLogOf(run).count());
    const inputs = await parseOrExplain(rawInputs, runner);
    const unused = unusedInputs(rawInputs, inputs.mode);
    if (unused.length > 0) runner.info(`These inputs have no effect in mode ${inputs.mode}: ${unused.join(', ')}`);
    noticeApiHost(inputs, runner);
    saveRawInputs(runner, withoutSecrets(rawInputs));
    await MODES[inputs.mode](createTask(inputs, run, step));
  });
}

/** The post step: does what the inputs ask for after the job. The file that the runner starts tells which step it is. */
export async function runPost(): Promise<void> {
  await runStep(true, async (step) => {
    const { rawInputs, runner } = step;
    const run = readWorkflowRun(process.env, rawInputs.job_index ?? '');
    const saved = readState(getState, run);
    if (saved === 'missing' || saved === 'unstarted') {
      return await explainMissing(
        saved,
        readAfterJobInputs(rawInputs),
        runner,
        createTaskIfValid(rawInputs, run, step),
      );
    }
    const { inputs, problems, isSameApi } = parseInputsAfterJob(saved.rawInputs, rawInputs);
    for (const problem of problems) runner.warning(problem);
    await runAfterJob(saved, { ...createTask(inputs, run, step), isSameApi });
  });
}

async function runStep(isPost: boolean, work: (step: Step) => Promise<void>): Promise<void> {
  process.exitCode = 1;
  const rawInputs = readRawInputs();
  const given = [...SECRET_INPUTS.map((name) => rawInputs[name] ?? ''), process.env.VPS_API_TOKEN ?? ''];
  const secrets = [...new Set([...given, ...misplacedTokens(rawInputs)])].filter((text) => !EXPRESSION.test(text));
  for (const secret of secrets) {
    // The runner masks line by line.
    for (const part of secret.split(/\s+/u)) if (part !== '') core.setSecret(part);
  }
  const redact = createRedactor(secrets);
  const runner = actionsRunner(redact);
  alwaysVerifyCertificates(runner);
  const abort = new AbortController();
  abortOnSignalOrCrash(abort);
  try {
    await work({ isPost, rawInputs, redact, runner, signal: abort.signal });
    process.exitCode = 0;
  } catch (error) {
    runner.error(
      error instanceof ActionError
        ? error.message
        : `Unexpected error in the action: ${errorMessage(error)}\nThe log of this step shows what it had done by then.\n${UNEXPECTED_HINT}`,
    );
  }
  setTimeout(() => process.exit(), EXIT_GRACE_MS).unref();
}

/** Every request verifies certificates anyway; with the variable, Node would warn that they are not verified. */
function alwaysVerifyCertificates(runner: Runner): void {
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED !== '0') return;
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  runner.notice(
    'NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored: certificates are always verified. To trust a CA of your own, set NODE_EXTRA_CA_CERTS.',
  );
}

function readRawInputs(): RawInputs {
  const rawInputs = Object.fromEntries(INPUT_NAMES.map((name) => [name, core.getInput(name)]));
  return { ...rawInputs, api_token: rawInputs.api_token || (process.env.VPS_API_TOKEN ?? '').trim() };
}

function withoutSecrets(rawInputs: RawInputs): RawInputs {
  return Object.fromEntries(Object.entries(rawInputs).filter(([name]) => !SECRET_INPUTS.includes(name)));
}

async function parseOrExplain(rawInputs: RawInputs, runner: Runner): Promise<Inputs> {
  try {
    return parseInputs(rawInputs);
  } catch (error) {
    if (error instanceof ActionError) await runner.summary(inputErrorSummary(error));
    throw error;
  }
}

/** Names the host that gets the token, if it is not the default one. */
function noticeApiHost({ apiUrl, mode }: Inputs, runner: Runner): void {
  const { host, hostname } = new URL(apiUrl);
  if (mode === 'check' || host === new URL(DEFAULT_API_URL).host || isLoopback(hostname)) return;
  runner.notice(`api_url is set to ${host}: the API token is sent to that host.`);
}

/** For a step without saved inputs: the current ones only say whom to notify. */
function createTaskIfValid(rawInputs: RawInputs, run: WorkflowRun, step: Step): Task | undefined {
  try {
    return createTask(parseInputsAfterJob(rawInputs, rawInputs).inputs, run, step);
  } catch (error) {
    if (error instanceof ActionError) return undefined;
    throw error;
  }
}

function createTask(inputs: Inputs, run: WorkflowRun, step: Step): Task {
  const { redact, runner, signal } = step;
  const context: Context = { clock: systemClock, random: Math.random, signal };
  const rollbackLog = rollbackLogOf(run);
  const http = createHttp(signal);
  return {
    inputs,
    run,
    session: createSession(inputs, context, rollbackLog, step),
    runner,
    http,
    redact,
    setCommitStatus: createOctokitStatusSetter(inputs.githubToken, run, http, redact),
    rollbackLog,
  };
}

function rollbackLogOf(run: WorkflowRun): RollbackLog {
  return createRollbackLog(process.env.RUNNER_TEMP, run);
}

function createSession(
  { apiUrl, apiToken: token, pollIntervalMs }: Inputs,
  context: Context,
  rollbackLog: RollbackLog,
  { isPost, redact, runner }: Step,
): ApiSession {
  // From the inside out: a response is received, redacted, written to the debug log, and judged by its status.
  const sendBy = (signal: AbortSignal, maxMs?: number) => {
    const received = withRedaction(sendHttp({ apiUrl, token }, createHttp(signal), maxMs), redact);
    return withStatus(withDebugLog(received, runner.debug, context.clock));
  };
  const send = sendBy(context.signal);
  const warned = new Set<string>();
  return {
    api: new VpsClient(withRetry(send, context, (line) => runner.info(`  ${line}`), isPost)),
    pollingApi: new VpsClient(send),
    detachedApi: new VpsClient(sendBy(new AbortController().signal, DETACHED_START_MS)),
    isRestoreSource: (snapshot) => rollbackLog.isSource(snapshot),
    context,
    schedule: pollIntervalMs === undefined ? adaptive(context.random) : fixed(pollIntervalMs),
    log: (line) => runner.info(line),
    warn: (text) => {
      if (!warned.has(text)) runner.warning(text);
      warned.add(text);
    },
  };
}

/** Makes everything that would end the process end the work instead, so that the step can report. */
function abortOnSignalOrCrash(abort: AbortController): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => abort.abort(new CancelledError(signal)));
  process.on('uncaughtException', (error) => abort.abort(error));
  process.on('unhandledRejection', (reason) => abort.abort(reason));
  process.once('beforeExit', () => abort.abort(new Error('the event loop ran out of work')));
}
