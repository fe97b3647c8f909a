import { parseArgs } from 'node:util';
import { serverUuid } from '../emulator/identity.ts';
import { startEmulator } from '../emulator/server.ts';
import { runStep, type Step } from './runner.ts';

/**
 * A release that fails and is rolled back, against the emulator, where a minute takes less than a second: `npm run demo
 * -- --dialect docs|clients|both`. The exit code is 0 only if the server really has its earlier contents again.
 */
const SERVER = 12345;
const SPEED = 100;
/**
 * The API's time passes faster than the action's, so it starts this far in the past: a snapshot from the action's future
 * would leave no writes to discard.
 */
const HEAD_START_MS = 20 * 60_000;
const DIALECTS = ['docs', 'clients', 'both'] as const;
const { values } = parseArgs({ options: { dialect: { type: 'string', default: 'both' } } });
const dialect = DIALECTS.find((one) => one === values.dialect);
if (dialect === undefined) throw new Error(`--dialect must be one of ${DIALECTS.join(', ')}, not "${values.dialect}".`);

const startedMs = performance.now();

function say(line = ''): void {
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(line === '' ? '' : `${seconds.padStart(5)} s  ${line}`);
}

/** Shows a line of the action's log as GitHub's page of the run does. */
function show(line: string): void {
  if (/^::(?:add-mask|debug|endgroup)::/u.test(line)) return;
  say(
    `  ${line
      .replace('::group::', '▾ ')
      .replace(/^::(error|warning|notice)::/u, '$1: ')
      .replaceAll('%0A', ' ')}`,
  );
}

async function step(title: string, inputs: Readonly<Record<string, string>>): Promise<Step> {
  say(title);
  const result = await runStep({ ...access, ...inputs }, show);
  say(`  exit code ${result.exitCode}`);
  for (const [name, value] of result.outputs) if (value !== '') say(`  output ${name} = ${value}`);
  say();
  for (const line of result.summary.trimEnd().split('\n')) console.log(`         │ ${line}`);
  say();
  return result;
}

await using api = await startEmulator({ speed: SPEED, clockSkewMs: -HEAD_START_MS, model: { dialect } });
const access = {
  // In the clients' dialect a server is known by its UUID alone.
  server_id: dialect === 'clients' ? serverUuid(SERVER) : String(SERVER),
  api_token: api.token,
  api_url: api.url,
  poll_interval_seconds: '0.25',
};
const { model } = api;
model.addServer({ id: SERVER, name: 'web-1', disk: 'release 1, which works' });
say(`The API emulator (dialect ${dialect}). Server ${SERVER} runs: ${model.disk(SERVER)}`);
say();

const snapshot = await step('Step 1, mode: snapshot', { mode: 'snapshot' });

model.writeDisk(SERVER, 'release 2, half deployed');
say('Step 2, the deploy: it fails halfway');
say(`  server ${SERVER} now runs: ${model.disk(SERVER)}`);
say();

const rollback = await step('Step 3, if: failure(), mode: rollback', {
  mode: 'rollback',
  snapshot_id: snapshot.outputs.get('snapshot_id') ?? '',
});

const isRolledBack =
  snapshot.exitCode === 0 &&
  rollback.exitCode === 0 &&
  model.restores().length === 1 &&
  model.serverStatus(SERVER) === 'active' &&
  model.disk(SERVER) === 'release 1, which works';
say(`Server ${SERVER} is ${model.serverStatus(SERVER)} and runs: ${model.disk(SERVER)}`);
say(isRolledBack ? 'The release failed, and the server was rolled back.' : 'The server was NOT rolled back.');
process.exitCode = isRolledBack ? 0 : 1;
