import type { ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';
import { type ApiResponse, jsonAnswer } from './wire.ts';

/** Sends a whole answer with its length. */
export function sendAnswer(response: ServerResponse, answer: ApiResponse): void {
  const length = answer.status === 204 ? {} : { 'content-length': String(Buffer.byteLength(answer.body)) };
  response.writeHead(answer.status, { ...answer.headers, ...length });
  response.end(answer.body);
}

/**
 * Does to a request what the fault says. `carryOut` gives the normal answer and has the effect on the model; `later`
 * runs something after so many real ms unless the emulator closes before.
 */
export function sendFault(
  fault: Fault,
  response: ServerResponse,
  carryOut: () => ApiResponse,
  later: (ms: number, run: () => void) => void,
): void {
  switch (fault.kind) {
    case 'lost-before':
      response.socket?.resetAndDestroy();
      return;
    case 'lost-after':
      carryOut();
      response.socket?.resetAndDestroy();
      return;
    case 'answer':
      if (fault.effect) {
        carryOut();
      }
      sendAnswer(response, {
        status: fault.status,
        headers: { 'content-type': 'application/json', ...fault.headers },
        body: fault.body,
      });
      return;
    case 'half':
      // Closed, not reset: a reset could drop the first half on its way.
      sendHalf(response, carryOut(), () => response.socket?.destroy());
      return;
    case 'silence':
      if (fault.effect) {
        carryOut();
      }
      return;
    case 'stall':
      sendHalf(response, fault.effect ? carryOut() : jsonAnswer(200, { count: 0, results: [] }), () => {});
      return;
    case 'endless':
      sendWithoutEnd(response);
      return;
    case 'delay': {
      const answer = carryOut();
      later(fault.ms, () => {
        if (!response.destroyed) {
          sendAnswer(response, answer);
        }
      });
      return;
    }
    case 'redirect':
      sendAnswer(response, { status: fault.status, headers: { location: fault.location }, body: '' });
      return;
  }
}

/** An answer without a body has no half: nothing of it is sent, not even the head, which would be the whole. */
function sendHalf(response: ServerResponse, answer: ApiResponse, then: () => void): void {
  const body = Buffer.from(answer.body);
  if (body.length < 2) {
    then();
    return;
  }
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(body.length) });
  response.write(body.subarray(0, Math.floor(body.length / 2)), then);
}

function sendWithoutEnd(response: ServerResponse): void {
  const chunk = Buffer.alloc(16 * 1024, ' ');
  const next = (): void => {
    if (response.destroyed) {
      return;
    }
    if (response.write(chunk)) {
      // Not in a loop: a fast reader would keep the process from everything else.
      setImmediate(next);
    } else {
      response.once('drain', next);
    }
  };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"count": 1, "results": [');
  next();
}
