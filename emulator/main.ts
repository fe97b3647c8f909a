import { type Command, readArguments, USAGE } from './arguments.ts';
import { type RecordedRequest, startEmulator } from './server.ts';

function logRequest({ method, path, status, atMs }: RecordedRequest): void {
  const seconds = (atMs / 1000).toFixed(1).padStart(7);
  console.log(`${seconds} s  ${method} ${path}  ${status === 'none' ? 'no answer' : status}`);
}

async function run({ servers, ids, ...listen }: Command): Promise<void> {
  const emulator = await startEmulator({ ...listen, model: { ids }, onDone: logRequest });
  // Nothing else keeps the process alive: it ends by itself, with 0, once this is closed.
  const stop = (): void => void emulator.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  console.log(`api_url: ${emulator.url}`);
  console.log(`api_token: ${emulator.token}`);
  for (const [index, id] of servers.entries()) {
    const name = `web-server-${String(index + 1).padStart(2, '0')}`;
    emulator.model.addServer({ id, name });
    console.log(`server: ${id} ${name}`);
  }
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
