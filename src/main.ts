import * as core from '@actions/core';
import { systemClock } from './clock.ts';
import { Cancelled, Failure, wordsOf } from './failure.ts';
import { http } from './http/request.ts';
import { INPUT_NAMES, type Inputs, parseInputs, READ_ANEW } from './inputs/inputs.ts';
import { readJob } from './job.ts';
import { deleteSnapshots } from './modes/delete.ts';
import { afterJob } from './modes/post.ts';
import { pruneSnapshots } from './modes/prune.ts';
import { rollBack } from './modes/rollback.ts';
import { takeSnapshots } from './modes/snapshot.ts';
import { octokitStatus } from './report/commit-status.ts';
import { actionsRunner, type Runner, rolledBackBefore } from './report/runner.ts';
import type { Run } from './run.ts';
import { isPost, readSaved, saveStage, saveTexts } from './state.ts';
import { VpsClient } from './vps/client.ts';
import { traced } from './vps/trace.ts';
import { httpTransport } from './vps/transport.ts';
import { adaptive, fixed } from './waiting/schedule.ts';

/** What is left over after the work, such as a proxy's connection, may hold the process for so long, in ms. */
const LINGER_MS = 1000;

const MODES: Record<Inputs['mode'], (run: Run) => Promise<void>> = {
  snapshot: takeSnapshots,
  rollback: rollBack,
  delete: deleteSnapshots,
  prune: pruneSnapshots,
};

type Texts = Readonly<Record<string, string>>;

/**
 * Reads the inputs, runs the mode or what comes after the job, and tells the runner how it ended. Whatever happens ends
 * in an annotation and exit code 1, or in work that is done and exit code 0.
 */
export async function main(): Promise<void> {
  process.exitCode = 1;
  const secrets = readSecrets();
  const runner = actionsRunner(Object.values(secrets), process.env);
  const stop = new AbortController();
  abortOnTrouble(stop);
  try {
    if (isPost(core.getState)) await post(secrets, runner, stop.signal);
    else await step(secrets, runner, stop.signal);
    process.exitCode = 0;
  } catch (error) {
    runner.annotate('error', error instanceof Failure ? error.message : `The action broke: ${wordsOf(error)}`);
  }
  setTimeout(() => process.exit(), LINGER_MS).unref();
}

/** The secrets among the inputs, masked before anything else is done (design.md, What must never happen, 6). */
function readSecrets(): Texts {
  const secrets = {
    api_token: core.getInput('api_token') || (process.env.VPS_API_TOKEN ?? '').trim(),
    github_token: core.getInput('github_token'),
  };
  for (const secret of Object.values(secrets)) {
    // The runner masks line by line.
    for (const line of secret.split(/\s+/u)) if (line !== '') core.setSecret(line);
  }
  return secrets;
}

async function step(secrets: Texts, runner: Runner, cancelled: AbortSignal): Promise<void> {
  saveStage(runner);
  const texts = readTexts(INPUT_NAMES);
  const inputs = parseInputs({ ...texts, ...secrets });
  saveTexts(runner, Object.fromEntries(Object.entries(texts).filter(([name]) => !READ_ANEW.includes(name))));
  await MODES[inputs.mode](await runOf(inputs, runner, cancelled));
}

async function post(secrets: Texts, runner: Runner, cancelled: AbortSignal): Promise<void> {
  const saved = readSaved(core.getState);
  if (!saved) return runner.line('The step ended before its work began: there is nothing to do after the job.');
  const inputs = parseInputs({ ...saved.texts, ...readTexts(READ_ANEW), ...secrets });
  const before = { snapshots: saved.snapshots, rolledBack: rolledBackBefore(process.env) };
  await afterJob(before, await runOf(inputs, runner, cancelled));
}

function readTexts(names: readonly string[]): Texts {
  return Object.fromEntries(names.map((name) => [name, core.getInput(name)]));
}

async function runOf(inputs: Inputs, runner: Runner, cancelled: AbortSignal): Promise<Run> {
  const { api_url: apiUrl, api_token: token, poll_interval_seconds: pauseMs } = inputs;
  const job = await readJob(process.env);
  const send = http(cancelled);
  const transport = httpTransport({ apiUrl, token }, send, cancelled);
  return {
    inputs,
    job,
    api: new VpsClient(traced(transport, runner.debug, systemClock), apiUrl, systemClock),
    runner,
    http: send,
    setCommitStatus: octokitStatus(inputs.github_token, job, send),
    schedule: pauseMs === undefined ? adaptive(Math.random) : fixed(pauseMs),
    clock: systemClock,
    random: Math.random,
    cancelled,
  };
}

/** Lets everything that would end the process end the work instead, so that it can account for itself. */
function abortOnTrouble(stop: AbortController): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort(new Cancelled(signal)));
  process.on('uncaughtException', (error) => stop.abort(error));
  process.on('unhandledRejection', (reason) => stop.abort(reason));
  process.once('beforeExit', () => stop.abort(new Error('there was nothing left to wait for')));
}
