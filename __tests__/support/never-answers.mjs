// Preloaded into the built action: requests that hold nothing open and never come back, so that the event loop runs
// out of work.
import { EventEmitter } from 'node:events';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';

http.request = () =>
  Object.assign(new EventEmitter(), { setTimeout: () => undefined, write: () => undefined, end: () => undefined });
syncBuiltinESMExports();
