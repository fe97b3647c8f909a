import * as v from 'valibot';
import { Failure } from '../failure.ts';
import { FIELD_LIST, unknownFields } from '../snapshots/name.ts';
import { quoted } from '../text.ts';
import { ID_FORMS, type Id, IdFromApi, IdText } from '../vps/id.ts';
import { count, flag, minutes, oneOf, Problem, pause, reading, words } from './reading.ts';

const Ids = v.array(IdText);

const ids = (text: string): Id[] | Problem => {
  const read = v.safeParse(Ids, words(text));
  if (!read.success) {
    const wrong = read.issues.map((issue) => quoted(String(issue.path?.[0].value)));
    return new Problem(`${wrong.join(', ')} is not an id: write ${ID_FORMS}`);
  }
  const twice = read.output.filter((id, index) => read.output.indexOf(id) !== index);
  if (twice.length > 0) return new Problem(`${[...new Set(twice)].join(', ')} is named more than once; name each once`);
  return read.output;
};

const servers = reading((text) => {
  if (words(text).length === 0) return new Problem(`write the id of the server, ${ID_FORMS}, or several`);
  return ids(text);
});

/** What `snapshot_id` names: snapshots alone, or each with the server that it is said to be of. */
export interface NamedSnapshot {
  readonly id: Id;
  /** Known where the output `snapshots` was given. */
  readonly server?: Id;
}

/** The output `snapshots`, as far as it is needed; a server without a snapshot has `null` (design.md, Outputs). */
const SnapshotsOutput = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ server_id: IdFromApi, snapshot_id: v.nullable(IdFromApi) })),
);

const NAMES_NOTHING = new Problem(
  'it names no snapshot, as where the step that put it out took none; write the id of one, or for a rollback leave it empty, which takes the newest of this commit',
);

const namedSnapshots = reading<readonly NamedSnapshot[]>((text) => {
  if (!text.startsWith('[')) {
    const named = ids(text);
    if (named instanceof Problem) return named;
    return text === '' || named.length > 0 ? named.map((id) => ({ id })) : NAMES_NOTHING;
  }
  const output = v.safeParse(SnapshotsOutput, text);
  if (!output.success) return new Problem('write ids, or the output `snapshots` of this action as it is');
  const named = output.output.flatMap(({ server_id: server, snapshot_id: id }) =>
    id === null ? [] : [{ id, server }],
  );
  const twice = named.find(({ id }, index) => named.findIndex((one) => one.id === id) < index);
  if (twice) return new Problem(`${twice.id} is named more than once; name each once`);
  // Empty would mean the newest of ours: not what somebody asks for who names a snapshot that does not exist.
  return named.length > 0 ? named : NAMES_NOTHING;
});

const NO_TOKEN =
  'give a VPS.org API token, as a rule from `secrets.VPS_API_TOKEN`. A secret is empty where its name is not written as it was saved, where it is one of an environment and the job has no `environment:`, and always in a run for a pull request of a fork or of Dependabot';
const BARE_TOKEN =
  'a token has no space, line end or special character within: write it as it is, without "Bearer", without quotes';

const token = reading(
  (text) => {
    if (text === '') return new Problem(NO_TOKEN);
    // A header cannot carry these, and a token cut at a line end would be sent in part.
    if (/[^\x21-\x7e]|["']/u.test(text)) return new Problem(BARE_TOKEN);
    return text;
  },
  () => 'given but wrong',
);

const nameTemplate = reading((text) => {
  const template = text === '' ? '{sha}' : text;
  const unknown = unknownFields(template);
  return unknown.length === 0
    ? template
    : new Problem(`${unknown.join(' ')} is no field; write text and any of ${FIELD_LIST}`);
});

/** `localhost` and the addresses that never leave the machine: 127.0.0.0/8 and ::1. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(hostname);
}

/** An address as an error text shows it: a password that somebody wrote into it is not repeated. */
function withoutUser(text: string): string {
  return quoted(text.replace(/\/\/[^/]*@/u, '//***@'));
}

/** The address used where `api_url` is empty (vps-api.md). */
export const API_URL = 'https://admin.vps.org/api/v1';

const apiUrl = reading((text) => {
  const url = URL.parse(text === '' ? API_URL : text);
  const isPlain = url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!url || !isPlain || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))) {
    return new Problem('write an https address without user, query and fragment, or http on a loopback address');
  }
  return `${url.origin}${url.pathname.replace(/\/+$/u, '')}`;
}, withoutUser);

const healthUrl = reading((text) => {
  if (text === '') return undefined;
  const url = URL.parse(text);
  if (url && /^https?:$/u.test(url.protocol) && url.username === '' && url.password === '') return url.href;
  return new Problem(
    'write an http or https address without user and password, such as https://shop.example.com/health, or leave it empty',
  );
}, withoutUser);

/** How a job can have ended (design.md, input `job_status`). */
const JOB_ENDS = ['failure', 'cancelled'] as const;
export type JobEnd = (typeof JOB_ENDS)[number];

const rollbackOn = reading<readonly JobEnd[]>((text) => {
  const ends = words(text);
  const known = JOB_ENDS.filter((end) => ends.includes(end));
  const unknown = ends.filter((end) => !JOB_ENDS.some((one) => one === end));
  return unknown.length === 0 ? known : new Problem('write failure, cancelled, both, or leave it empty');
});

const secret = reading(
  (text) => text,
  () => 'given',
);

/** Every input by the name that a workflow gives it. */
const Schema = v.pipe(
  v.object({
    mode: oneOf(['snapshot', 'rollback', 'delete', 'prune']),
    server_id: servers,
    api_token: token,
    snapshot_id: namedSnapshots,
    snapshot_name: nameTemplate,
    description: reading((text) => text),
    wait: flag(true),
    timeout_minutes: minutes(60),
    poll_interval_seconds: pause,
    on_limit: oneOf(['fail', 'replace_oldest']),
    on_rerun: oneOf(['reuse', 'create']),
    keep: count,
    rollback_on: rollbackOn,
    rollback_if: flag(false),
    delete_on_success: flag(false),
    safety_snapshot: flag(false),
    health_check_url: healthUrl,
    health_check_text: reading((text) => text),
    health_check_timeout_minutes: minutes(10),
    dry_run: flag(false),
    api_url: apiUrl,
    commit_status: flag(false),
    github_token: secret,
    job_status: oneOf(['success', 'failure', 'cancelled']),
  }),
  v.forward(
    v.partialCheck(
      [['mode'], ['snapshot_id']],
      ({ mode, snapshot_id }) => mode !== 'delete' || snapshot_id.length > 0,
      'is empty; `mode: delete` deletes only the ids that are named here',
    ),
    ['snapshot_id'],
  ),
  v.forward(
    v.partialCheck(
      [['mode'], ['keep']],
      ({ mode, keep }) => mode !== 'prune' || keep !== undefined,
      'is empty; `mode: prune` keeps the newest so many and deletes the older ones',
    ),
    ['keep'],
  ),
  v.forward(
    v.partialCheck(
      [['mode'], ['keep'], ['wait']],
      ({ mode, keep, wait }) => mode !== 'snapshot' || keep === undefined || wait,
      'is false, but keep deletes older snapshots only when the new one is complete; leave wait at true',
    ),
    ['wait'],
  ),
  v.forward(
    v.partialCheck(
      [['mode'], ['wait'], ['health_check_url']],
      ({ mode, wait, health_check_url }) => mode !== 'rollback' || wait || health_check_url === undefined,
      'is false, but health_check_url is asked only when the restore is over; leave wait at true',
    ),
    ['wait'],
  ),
  v.forward(
    v.partialCheck(
      [['health_check_url'], ['health_check_text']],
      ({ health_check_url, health_check_text }) => health_check_text === '' || health_check_url !== undefined,
      'is given, but health_check_url is empty; give the address to ask',
    ),
    ['health_check_text'],
  ),
);

/** What a user asked for, checked and in the units of the code. */
export type Inputs = v.InferOutput<typeof Schema>;

/** The names of all inputs. */
export const INPUT_NAMES = Object.keys(Schema.entries);

/**
 * Inputs that are read anew after the job: secrets, which are never saved, and what only then is known. All others are
 * as the main step read them (design.md, The post step).
 */
export const READ_ANEW: readonly string[] = ['api_token', 'github_token', 'job_status', 'rollback_if'];

/**
 * Turns the texts of the inputs into one typed object (design.md, Inputs). valibot does it, and not zod: bundled alone it
 * is 203 kB, zod 366 kB, and the start of the action reads all of it.
 * @param texts the text of each input by its name, trimmed, empty where it is not given
 * @throws Failure naming every problem at once, with what was given (never the token) and what to write instead
 */
export function parseInputs(texts: Readonly<Record<string, string>>): Inputs {
  const result = v.safeParse(Schema, texts, { abortPipeEarly: false });
  if (result.success) return result.output;
  const problems = result.issues.map((issue) => `  ${v.getDotPath(issue)} ${issue.message}`);
  throw new Failure({
    happened: `${problems.length === 1 ? 'One input' : `${problems.length} inputs`} of the action cannot be used:`,
    now: problems,
    next: 'No request was sent. Mend them in the workflow under `with:`.',
  });
}
