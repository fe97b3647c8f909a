import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/server.ts';

/** Runs `use` with an emulator that holds the server 12345, and closes it whatever happens. */
export async function withEmulator(
  options: EmulatorOptions,
  use: (emulator: Emulator) => Promise<void>,
): Promise<void> {
  const emulator = await startEmulator(options);
  try {
    emulator.model.addServer({ id: 12345, name: 'web-server-01' });
    await use(emulator);
  } finally {
    await emulator.close();
  }
}

/** Creates a snapshot with the right token. */
export function create({ url, token }: Emulator, signal?: AbortSignal): Promise<Response> {
  return fetch(`${url}/snapshots/`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{"server_id": 12345, "name": "a"}',
    redirect: 'manual',
    ...(signal && { signal }),
  });
}

/** Reads the list of snapshots with the right token. */
export function list({ url, token }: Emulator): Promise<Response> {
  return fetch(`${url}/snapshots/`, { headers: { authorization: `Bearer ${token}` }, redirect: 'manual' });
}
