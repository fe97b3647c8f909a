import { parseArgs } from 'node:util';
import type { EmulatedId } from './wire.ts';

/** The text of `--help`. */
export const USAGE = `Usage: node emulator/main.ts [options]

Emulates the snapshot API of VPS.org on 127.0.0.1.

  --port NUMBER     port to listen on, 0 for any free one (8080)
  --speed NUMBER    minutes of the API for each real minute (60)
  --server ID       a server, an integer or a UUID; may be given again (12345)
  --token TEXT      the API token that is let in (random)
  --ids FORM        ids of new snapshots: integer or uuid (integer)
  --help            show this
`;

/** What the command was asked for. */
export interface Command {
  port: number;
  /** ms of API time for each real ms. */
  speed: number;
  servers: EmulatedId[];
  /** Absent: random. */
  token?: string;
  ids: 'integer' | 'uuid';
}

/** Takes the arguments after the script's name; gives `help`, or the command. Throws an error with a message to show. */
export function readArguments(args: string[]): Command | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '8080' },
      speed: { type: 'string', default: '60' },
      server: { type: 'string', multiple: true, default: ['12345'] },
      token: { type: 'string' },
      ids: { type: 'string', default: 'integer' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    return 'help';
  }
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new Error(`--port must be a whole number from 0 to 65535, not "${values.port}".`);
  }
  const speed = Number(values.speed);
  if (!/^\d+(\.\d+)?$/.test(values.speed) || speed <= 0 || !Number.isFinite(speed)) {
    throw new Error(`--speed must be a number above 0, not "${values.speed}".`);
  }
  if (values.ids !== 'integer' && values.ids !== 'uuid') {
    throw new Error(`--ids must be integer or uuid, not "${values.ids}".`);
  }
  // Only what can stand in a header after "Bearer ".
  if (values.token !== undefined && !/^[\x21-\x7e]+$/.test(values.token)) {
    throw new Error('--token must be visible ASCII characters without blanks.');
  }
  const servers = values.server.map(readServerId);
  if (new Set(servers).size < servers.length) {
    throw new Error('--server names the same server twice.');
  }
  return {
    port,
    speed,
    servers,
    ids: values.ids,
    ...(values.token !== undefined && { token: values.token }),
  };
}

function readServerId(text: string): EmulatedId {
  if (/^[1-9]\d*$/.test(text) && Number.isSafeInteger(Number(text))) {
    return Number(text);
  }
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) {
    return text;
  }
  throw new Error(`--server must be a positive integer or a UUID, not "${text}".`);
}
