import * as core from '@actions/core';
import { systemClock } from './clock.ts';
import { Cancelled, Failure, wordsOf } from './failure.ts';
import { INPUT_NAMES, type Inputs, parseInputs } from './inputs/inputs.ts';
import { readJob } from './job.ts';
import { deleteSnapshots } from './modes/delete.ts';
import { rollBack } from './modes/rollback.ts';
import { takeSnapshots } from './modes/snapshot.ts';
import { actionsRunner, type Runner } from './report/runner.ts';
import type { Run } from './run.ts';
import { VpsClient } from './vps/client.ts';
import { httpTransport } from './vps/transport.ts';
import { adaptive, fixed } from './waiting/schedule.ts';

/** What is left over after the work, such as a proxy's connection, may hold the process for so long, in ms. */
const LINGER_MS = 1000;

const MODES: Record<Inputs['mode'], (run: Run) => Promise<void>> = {
  snapshot: takeSnapshots,
  rollback: rollBack,
  delete: deleteSnapshots,
};

/**
 * Reads the inputs, runs the mode, and tells the runner how it ended. Whatever happens ends in an annotation and exit
 * code 1, or in work that is done and exit code 0.
 */
export async function main(): Promise<void> {
  process.exitCode = 1;
  const token = core.getInput('api_token') || (process.env.VPS_API_TOKEN ?? '').trim();
  for (const part of token.split(/\s+/u)) if (part !== '') core.setSecret(part);
  const runner = actionsRunner([token]);
  const stop = new AbortController();
  abortOnTrouble(stop);
  try {
    await run(token, runner, stop.signal);
    process.exitCode = 0;
  } catch (error) {
    runner.annotate('error', error instanceof Failure ? error.message : `The action broke: ${wordsOf(error)}`);
  }
  setTimeout(() => process.exit(), LINGER_MS).unref();
}

async function run(token: string, runner: Runner, cancelled: AbortSignal): Promise<void> {
  const texts = Object.fromEntries(INPUT_NAMES.map((name) => [name, core.getInput(name)]));
  const inputs = parseInputs({ ...texts, api_token: token });
  const transport = httpTransport({ apiUrl: inputs.api_url, token }, cancelled);
  const pauseMs = inputs.poll_interval_seconds;
  await MODES[inputs.mode]({
    inputs,
    job: await readJob(process.env),
    api: new VpsClient(transport, inputs.api_url, systemClock),
    runner,
    schedule: pauseMs === undefined ? adaptive(Math.random) : fixed(pauseMs),
    clock: systemClock,
    random: Math.random,
    cancelled,
  });
}

/** Lets everything that would end the process end the work instead, so that it can account for itself. */
function abortOnTrouble(stop: AbortController): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort(new Cancelled(signal)));
  process.on('uncaughtException', (error) => stop.abort(error));
  process.on('unhandledRejection', (reason) => stop.abort(reason));
  process.once('beforeExit', () => stop.abort(new Error('nothing was left to wait for, but the work was not over')));
}
