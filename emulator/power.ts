import * as v from 'valibot';
import type { StatusStep } from './durations.ts';
import { type ApiRequest, type ApiResponse, detailResponse, emptyResponse, jsonResponse, type Parsed } from './http.ts';
import { readJsonBody } from './json-body.ts';

/** The actions of `POST /servers/{uuid}/power/`. */
export type PowerAction = 'start' | 'stop' | 'restart' | 'hard_stop';

/** How the power calls behave. Their responses and durations are not documented. */
export interface PowerOptions {
  /** Status of the server after an action, in API time since the call; `USUAL_POWER` for those left out. */
  timelines?: Partial<Record<PowerAction, StatusStep[]>>;
  /** Actions that are always refused. */
  refuse?: Partial<Record<PowerAction, { status: 400 | 403 | 409; detail?: string }>>;
  /** The refusal while the server is being restored; 409 when absent. */
  whileRestoring?: 400 | 409;
  /** What happens to a start of an active or a stop of a stopped server; when absent it is accepted without effect. */
  alreadyThere?: 'accept' | 400 | 409;
  /** Status of an accepted call; 200 when absent. A 204 has no body. */
  responseStatus?: 200 | 202 | 204;
}

const PowerBody = v.object(
  {
    action: v.picklist(['start', 'stop', 'restart', 'hard_stop'], ({ input }) =>
      typeof input === 'string' ? `"${input}" is not a valid choice.` : 'Not a valid string.',
    ),
  },
  'This field is required.',
);

/** Reads the body of a power call, or returns the response that rejects it. */
export function readPowerAction(request: ApiRequest): Parsed<PowerAction> {
  const read = readJsonBody(request, PowerBody);
  return read.rejected === undefined ? { value: read.value.action } : read;
}

/** Whether the server already has the status that the action asks for. */
export function isAlreadyThere(action: PowerAction, status: string): boolean {
  return action === 'start' ? status === 'active' : action !== 'restart' && status === 'stopped';
}

/** The response that refuses an action on a server with this status; undefined if it is accepted. */
export function refusePower(
  action: PowerAction,
  server: { status: string; isRestoring: boolean },
  options: PowerOptions,
): ApiResponse | undefined {
  const refused = options.refuse?.[action];
  if (refused !== undefined) {
    return detailResponse(refused.status, refused.detail ?? `The server cannot ${action} now.`);
  }
  if (server.isRestoring) {
    return detailResponse(options.whileRestoring ?? 409, 'The server is being restored.');
  }
  if (server.status === 'suspended') {
    return detailResponse(400, 'The server is suspended.');
  }
  const { alreadyThere = 'accept' } = options;
  return alreadyThere !== 'accept' && isAlreadyThere(action, server.status)
    ? detailResponse(alreadyThere, `The server is already ${server.status}.`)
    : undefined;
}

/** The response to an accepted action. */
export function powerResponse(action: PowerAction, { responseStatus = 200 }: PowerOptions): ApiResponse {
  return responseStatus === 204
    ? emptyResponse(204)
    : jsonResponse(responseStatus, { status: 'success', message: `Power action "${action}" was accepted.` });
}
