import { setImmediate } from 'node:timers/promises';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/server.ts';

/** Starts an emulator with the server 12345. */
export async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options);
  emulator.model.addServer({ id: 12345, name: 'web-server-01' });
  return emulator;
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
export function list({ url, token }: Emulator, signal?: AbortSignal): Promise<Response> {
  const headers = { authorization: `Bearer ${token}` };
  return fetch(`${url}/snapshots/`, { headers, redirect: 'manual', ...(signal && { signal }) });
}

/** Waits until the emulator has seen this many requests. */
export async function seen({ requests }: Emulator, count: number): Promise<void> {
  while (requests.length < count) {
    await setImmediate();
  }
}
