import * as v from 'valibot';
import { INPUT_NAMES, type Inputs, parseInputs } from '../../src/inputs/inputs.ts';
import type { Job } from '../../src/job.ts';
import type { Run } from '../../src/run.ts';
import { VpsClient } from '../../src/vps/client.ts';
import { type Id, IdText } from '../../src/vps/id.ts';
import { Snapshot } from '../../src/vps/schema.ts';
import type { Answer, Exchange } from '../../src/vps/transport.ts';
import { fixed } from '../../src/waiting/schedule.ts';
import { REPOSITORY, SHA } from './action.ts';
import { HandClock } from './hand-clock.ts';
import { QuietRunner } from './quiet-runner.ts';

/** The facts of the workflow run that unit tests are about. */
export const JOB: Job = {
  repository: REPOSITORY,
  serverUrl: 'https://github.com',
  sha: SHA,
  ref: 'main',
  runId: 7001,
  runNumber: 42,
  attempt: 1,
  name: 'deploy',
  step: '__vps-snapshot',
  uses: './',
};

/** An id as the code has it. */
export function id(text: string): Id {
  return v.parse(IdText, text);
}

/** All inputs as texts: what a workflow must give, and beyond that nothing but `given`. */
export function inputTexts(given: Readonly<Record<string, string>> = {}): Record<string, string> {
  const empty = Object.fromEntries(INPUT_NAMES.map((name) => [name, '']));
  return { ...empty, api_token: 'token-in-hand', server_id: '12345', ...given };
}

/** The inputs that a run in hand has. */
export function inputsOf(given: Readonly<Record<string, string>> = {}): Inputs {
  return parseInputs(inputTexts(given));
}

/** A snapshot as the API would show it. */
export function snapshotJson(number: number, status: string, server = 12345): Record<string, unknown> {
  return {
    id: number,
    server: { id: server, name: `web-${server}` },
    name: 'before',
    status,
    size_mb: status === 'completed' ? 5120 : null,
    created_at: '2025-01-16T12:00:00Z',
    description: '',
  };
}

/** A snapshot as the code has it. */
export function snapshotOf(number: number, status: string, server = 12345): Snapshot {
  return v.parse(Snapshot, snapshotJson(number, status, server));
}

/** A server as the API would show it. */
export function serverJson(number: number, status: string): Record<string, unknown> {
  return { id: number, name: `web-${number}`, status };
}

/** An answer of the API with a JSON body. */
export function answer(status: number, body: unknown, retryAfter?: string): Answer {
  return { status, retryAfter, body: JSON.stringify(body) };
}

/** A list as the API answers it. */
export function listOf(...results: readonly unknown[]): Answer {
  return answer(200, { count: results.length, results });
}

/** A run without network and real time. */
export interface RunInHand {
  readonly run: Run;
  readonly clock: HandClock;
  readonly runner: QuietRunner;
  /** The requests so far, such as `GET /snapshots/?server_id=12345`. */
  readonly requests: string[];
  /** Cancels the job. */
  readonly stop: AbortController;
}

/**
 * Makes a run that polls every 5 s.
 * @param respond plays the API: gives an answer, or throws what the transport throws
 */
export function runInHand(
  respond: (exchange: Exchange, passedMs: number) => Answer,
  given: Readonly<Record<string, string>> = {},
): RunInHand {
  const clock = new HandClock();
  const runner = new QuietRunner();
  const stop = new AbortController();
  const requests: string[] = [];
  const inputs = inputsOf(given);
  const transport = async (exchange: Exchange) => {
    requests.push(`${exchange.method} ${exchange.path}${exchange.query?.size ? `?${exchange.query}` : ''}`);
    return respond(exchange, clock.passed());
  };
  const run: Run = {
    inputs,
    job: JOB,
    api: new VpsClient(transport, inputs.api_url, clock),
    runner,
    http: () => Promise.reject(new Error('there is no health check in a run in hand')),
    setCommitStatus: async () => undefined,
    schedule: fixed(5000),
    clock,
    random: () => 0.5,
    cancelled: stop.signal,
  };
  return { run, clock, runner, requests, stop };
}
