import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runAction } from '../__tests__/support/run-action.ts';
import { type Emulator, type RecordedRequest, startEmulator } from '../emulator/server.ts';
import { REPORT_RESOURCE_USAGE, withResourceUsage } from './resource-usage.ts';
import { median } from './stats.ts';
import { type Result, table } from './threshold.ts';

const ROUNDS = 5;
const BARE_CLIENT = join(import.meta.dirname, 'bare-client.mjs');
/** About 40 polls, as a snapshot of five minutes takes; the pauses are shorter, because they use no CPU. */
const SNAPSHOT_MS = 2400;
const PAUSE_MS = 60;
/** The CPU of a run may be this many times that of a script that sends the same requests. */
const MAX_RATIO = 1.5;

type Client = 'http' | 'fetch';

/** The CPU of a whole run in real time, compared with scripts that send the same requests and do nothing else. */
export async function measureWholeRun(): Promise<Result> {
  await using api = await startEmulator();
  const rounds: ({ readonly requests: number; readonly action: number } & Record<Client, number>)[] = [];
  let server = 1000;
  const addServer = () => {
    server += 1;
    const timeline = [
      { atMs: 0, status: 'in_progress' },
      { atMs: SNAPSHOT_MS, status: 'completed' },
    ];
    api.model.addServer({ id: server, name: `web-${server}`, snapshotPlan: { timeline } });
    return String(server);
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const first = api.requests.length;
    const serverId = addServer();
    const action = await runMeasured(api, serverId);
    const requests = api.requests.slice(first);
    rounds.push({
      requests: requests.length,
      action,
      http: await sendBare('http', api, requests, serverId, addServer()),
      fetch: await sendBare('fetch', api, requests, serverId, addServer()),
    });
  }
  const ratio = (client: Client) => median(rounds.map((round) => round.action / round[client]));
  const cpu = (of: Client | 'action') => `${median(rounds.map((round) => round[of])).toFixed(0)} ms`;
  return {
    section: table(
      ['', 'Requests', 'CPU', 'CPU of the action relative to it'],
      [
        ['a script with `node:http`', median(rounds.map(({ requests }) => requests)), cpu('http'), ratio('http')],
        ['a script with `fetch`', median(rounds.map(({ requests }) => requests)), cpu('fetch'), ratio('fetch')],
        ['the built action', median(rounds.map(({ requests }) => requests)), cpu('action'), ''],
      ],
    ),
    thresholds: [
      { what: 'CPU of a run, as a ratio to a script with node:http', measured: ratio('http'), max: MAX_RATIO },
      { what: 'CPU of a run, as a ratio to a script with fetch', measured: ratio('fetch'), max: MAX_RATIO },
    ],
  };
}

async function runMeasured(api: Emulator, serverId: string): Promise<number> {
  const { result, usage } = await withResourceUsage(
    async (env) =>
      await runAction('main', {
        preload: [REPORT_RESOURCE_USAGE],
        inputs: {
          api_url: api.url,
          api_token: api.token,
          server_id: serverId,
          poll_interval_seconds: String(PAUSE_MS / 1000),
        },
        env,
      }),
  );
  if (result.exitCode !== 0) throw new Error(`The action failed: ${result.errors.join(' ')}`);
  return usage.cpuMs;
}

/** Sends the requests again, for another server. */
async function sendBare(
  client: Client,
  api: Emulator,
  requests: readonly RecordedRequest[],
  recorded: string,
  serverId: string,
): Promise<number> {
  const [from, to] = [recorded, serverId].map((id) => id.padStart(12, '0'));
  const forServer = (text: string) => text.replaceAll(from ?? '', to ?? '').replaceAll(recorded, serverId);
  const sent = requests.map(({ method, path, body }) => ({
    method,
    path: forServer(path).replace('/api/v1', ''),
    body: forServer(body),
  }));
  const { result, usage } = await withResourceUsage(
    async (env) =>
      await new Promise<number | null>((resolve, reject) => {
        const child = spawn(process.execPath, ['--import', pathToFileURL(REPORT_RESOURCE_USAGE).href, BARE_CLIENT], {
          stdio: ['ignore', 'ignore', 'inherit'],
          env: {
            PATH: process.env.PATH,
            CLIENT: client,
            BASE_URL: api.url,
            TOKEN: api.token,
            REQUESTS: JSON.stringify(sent),
            PAUSE_MS: String(PAUSE_MS),
            ...env,
          },
        });
        child.on('error', reject).on('close', resolve);
      }),
  );
  if (result !== 0) throw new Error(`The script with ${client} ended with ${result}`);
  return usage.cpuMs;
}
