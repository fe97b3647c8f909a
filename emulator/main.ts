import { type Command, readArguments, USAGE } from './arguments.ts';
import { shownId } from './dialect.ts';
import { type RecordedRequest, startEmulator } from './server.ts';

function logRequest({ method, path, status, atMs }: RecordedRequest): void {
  const seconds = (atMs / 1000).toFixed(1).padStart(7);
  console.log(`${seconds} s  ${method} ${path}  ${status === 'none' ? 'no response' : status}`);
}

async function run({ servers: ids, port, speed, token, ...model }: Command): Promise<void> {
  const emulator = await startEmulator({
    port,
    speed,
    model,
    onDone: logRequest,
    ...(token !== undefined && { token }),
  });
  // Nothing else keeps the process alive: it ends with exit code 0 once this is closed.
  const stop = (): void => void emulator.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const servers = ids.map((id, index) => {
    const name = `web-server-${String(index + 1).padStart(2, '0')}`;
    const identity = emulator.model.addServer({ id, name });
    const uuid = model.dialect === 'both' ? ` (uuid ${identity.uuid})` : '';
    return `server: ${shownId(identity, model)} ${name}${uuid}`;
  });
  console.log([`api_url: ${emulator.url}`, `api_token: ${emulator.token}`, ...servers].join('\n'));
}

function fail(error: unknown, exitCode: number, hint = ''): void {
  process.stderr.write(`emulator: ${error instanceof Error ? error.message : error}\n${hint}`);
  process.exitCode = exitCode;
}

let command: Command | 'help' | undefined;
try {
  command = readArguments(process.argv.slice(2));
} catch (error) {
  fail(error, 2, 'See --help.\n');
}
if (command === 'help') {
  process.stdout.write(USAGE);
} else if (command !== undefined) {
  await run(command).catch((error: unknown) => fail(error, 1));
}
