// Preloaded into the built action: something throws that nobody waits for, while a request is under way.
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';

const { request } = http;
http.request = (options, ...rest) => {
  if (options.method === 'POST') {
    process.nextTick(() => {
      throw new TypeError('a defect aside\n::error::and no command');
    });
  }
  return request(options, ...rest);
};
syncBuiltinESMExports();
