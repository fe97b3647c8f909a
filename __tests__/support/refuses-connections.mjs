// Preloaded into the built action after the virtual clock: until REFUSED_UNTIL (milliseconds since the epoch) its requests
// go to a port on which nothing listens.
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';

const { request } = http;
http.request = (options, ...rest) =>
  request(Date.now() < Number(process.env.REFUSED_UNTIL) ? { ...options, port: 1 } : options, ...rest);
syncBuiltinESMExports();
