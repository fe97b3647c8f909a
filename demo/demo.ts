import { startEmulator } from '../emulator/server.ts';
import { runStep, type Step } from './runner.ts';

/**
 * A release that fails and is put back, against the API on loopback, where a minute takes less than a second. Ends with
 * exit code 0 only if what was on the server before the release really is on it again.
 */
const SERVER = 12345;
const SPEED = 100;
const began = performance.now();

function say(line = ''): void {
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(line === '' ? '' : `${seconds.padStart(5)} s  ${line}`);
}

/** Shows a line of the action's log as the page of the run does. */
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
  const result = await runStep({ ...ACCESS, ...inputs }, show);
  say(`  exit code ${result.exitCode}`);
  for (const [name, value] of result.outputs) if (value !== '') say(`  output ${name} = ${value}`);
  say();
  for (const line of result.summary.trimEnd().split('\n')) console.log(`         │ ${line}`);
  say();
  return result;
}

const api = await startEmulator({ speed: SPEED });
const ACCESS = {
  server_id: String(SERVER),
  api_token: api.token,
  api_url: api.url,
  poll_interval_seconds: '0.25',
};
try {
  api.model.addServer({ id: SERVER, name: 'web-1', disk: 'release 1, which works' });
  say(`An API on loopback; server ${SERVER} holds: ${api.model.disk(SERVER)}`);
  say();

  const snapshot = await step('Step 1, mode: snapshot', { mode: 'snapshot' });

  api.model.writeDisk(SERVER, 'release 2, half applied');
  say('Step 2, the deploy: it fails half way');
  say(`  server ${SERVER} now holds: ${api.model.disk(SERVER)}`);
  say();

  const rollback = await step('Step 3, if: failure(), mode: rollback', {
    mode: 'rollback',
    snapshot_id: snapshot.outputs.get('snapshot_id') ?? '',
  });

  const isBack =
    snapshot.exitCode === 0 &&
    rollback.exitCode === 0 &&
    api.model.restores().length === 1 &&
    api.model.serverStatus(SERVER) === 'active' &&
    api.model.disk(SERVER) === 'release 1, which works';
  say(`Server ${SERVER} is ${api.model.serverStatus(SERVER)} and holds: ${api.model.disk(SERVER)}`);
  say(isBack ? 'The release failed, and the server is back.' : 'The server is NOT back.');
  process.exitCode = isBack ? 0 : 1;
} finally {
  await api.close();
}
