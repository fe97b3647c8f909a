import { parseArgs } from 'node:util';
import type { Dialect } from './dialect.ts';
import { type EmulatedId, isUuid } from './identity.ts';

const DIALECTS: readonly Dialect[] = ['docs', 'clients', 'both'];

/** The text of `--help`. */
export const USAGE = `Usage: node emulator/main.ts [options]

Emulates the VPS.org API for servers and snapshots on 127.0.0.1.

  --port NUMBER       port to listen on; 0: any free port (default: 8080)
  --speed NUMBER      minutes of API time per real minute (default: 60)
  --server ID         integer or UUID of a server; repeat for several (default: 12345)
  --token TEXT        API token to accept (default: random)
  --dialect NAME      fields and calls of the documentation (docs), of VPS.org's
                      own clients (clients), or both (default: both)
  --ids FORM          form of the field "id": integer or uuid (default: integer)
  --page-size NUMBER  most items per page of a list
  --help              show this help
`;

/** The parsed command line. */
export interface Command {
  port: number;
  /** ms of API time for each real ms. */
  speed: number;
  servers: EmulatedId[];
  /** Absent: random. */
  token?: string;
  dialect: Dialect;
  ids: 'integer' | 'uuid';
  /** Absent: that of the dialect. */
  pageSize?: number;
}

/** Parses the arguments after the script's name into the command, or `help`. Throws an error with a message to show. */
export function readArguments(args: string[]): Command | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '8080' },
      speed: { type: 'string', default: '60' },
      server: { type: 'string', multiple: true, default: ['12345'] },
      token: { type: 'string' },
      dialect: { type: 'string', default: 'both' },
      ids: { type: 'string', default: 'integer' },
      'page-size': { type: 'string' },
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
  const dialect = DIALECTS.find((name) => name === values.dialect);
  if (dialect === undefined) {
    throw new Error(`--dialect must be docs, clients or both, not "${values.dialect}".`);
  }
  const pageSize = values['page-size'];
  if (pageSize !== undefined && !/^[1-9]\d{0,5}$/.test(pageSize)) {
    throw new Error(`--page-size must be a whole number from 1 to 999999, not "${pageSize}".`);
  }
  // Only characters that a header can contain after "Bearer ".
  if (values.token !== undefined && !/^[\x21-\x7e]+$/.test(values.token)) {
    throw new Error('--token must be visible ASCII characters without spaces.');
  }
  const servers = values.server.map(readServerId);
  if (new Set(servers).size < servers.length) {
    throw new Error('--server names the same server twice.');
  }
  return {
    port,
    speed,
    servers,
    dialect,
    ids: values.ids,
    ...(pageSize !== undefined && { pageSize: Number(pageSize) }),
    ...(values.token !== undefined && { token: values.token }),
  };
}

function readServerId(text: string): EmulatedId {
  if (/^[1-9]\d*$/.test(text) && Number.isSafeInteger(Number(text))) {
    return Number(text);
  }
  if (isUuid(text)) {
    return text;
  }
  throw new Error(`--server must be a positive integer or a UUID, not "${text}".`);
}
