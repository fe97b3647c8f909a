// Preloaded into the built action after the virtual clock: until REFUSES_UNTIL_MS after its start, every connection is
// refused, as by a machine on which nothing listens.
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';

const untilMs = Number(process.env.REFUSES_UNTIL_MS);
/** Nothing listens there. */
const CLOSED_PORT = 1;
const { request } = http;
http.request = (options, ...rest) =>
  request(performance.now() < untilMs ? { ...options, port: CLOSED_PORT } : options, ...rest);
syncBuiltinESMExports();
