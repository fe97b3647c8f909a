import type { VpsModelOptions } from '../../emulator/model-options.ts';
import { COMPLETED_AT_ONCE } from '../support/fixtures.ts';
import { Scene, SERVER } from '../support/scene.ts';

/** The server besides `SERVER`. */
export const OTHER = 222;

/** One way in which an API names servers and snapshots, and how a user names them. */
export interface Dialect {
  readonly model: Partial<VpsModelOptions>;
  /** How the user writes ids. */
  readonly given: 'integer' | 'uuid' | 'UUID';
}

const WITH_INTEGERS = ['object-id', 'bare-id', 'server_id'] as const;
const WITH_UUIDS = ['object-uuid', 'bare-uuid', 'server_uuid'] as const;
const ALL_FORMS = ['object-both', ...WITH_INTEGERS, ...WITH_UUIDS] as const;

/** Every dialect with every form of id that it can show and take; capitals once for each kind. */
const DIALECTS: readonly Dialect[] = [
  ...WITH_INTEGERS.flatMap((serverForm) =>
    (['number', 'text'] as const).map(
      (idForm): Dialect => ({ model: { dialect: 'docs', fields: { serverForm, idForm } }, given: 'integer' }),
    ),
  ),
  // The field `id` is itself a UUID.
  ...WITH_INTEGERS.map(
    (serverForm): Dialect => ({ model: { dialect: 'docs', ids: 'uuid', fields: { serverForm } }, given: 'uuid' }),
  ),
  ...WITH_UUIDS.map(
    (serverForm): Dialect => ({ model: { dialect: 'clients', fields: { serverForm } }, given: 'uuid' }),
  ),
  ...ALL_FORMS.flatMap((serverForm) =>
    (['integer', 'uuid'] as const).map(
      (given): Dialect => ({ model: { dialect: 'both', fields: { serverForm } }, given }),
    ),
  ),
  { model: { dialect: 'docs', ids: 'uuid' }, given: 'UUID' },
  { model: { dialect: 'clients', lists: { bare: true } }, given: 'UUID' },
  { model: { dialect: 'both', fields: { serverForm: 'bare-id' } }, given: 'UUID' },
  { model: { dialect: 'both', fields: { idForm: 'text', statusForm: 'upper' } }, given: 'integer' },
  { model: { dialect: 'clients', caseSensitiveUuids: true }, given: 'UUID' },
];

const named = ({ model: { dialect, ids = 'integer', fields, lists, caseSensitiveUuids }, given }: Dialect) =>
  `${dialect}, id ${ids}, ${JSON.stringify({ ...fields, ...lists, caseSensitiveUuids })}, given as ${given}`;
/** The same cases, each with a name, for `test.each`. */
export const CASES = DIALECTS.map((dialect) => [named(dialect), dialect] as const);

/** A scenario in which two servers exist; everything completes at once, so that the ids alone matter. */
export async function sceneIn({ model }: Dialect): Promise<Scene> {
  const scene = await Scene.create({ model, withoutServer: true });
  const restorePlan = {
    timeline: [
      { atMs: 0, status: 'restoring' },
      { atMs: 20_000, status: 'active' },
    ],
  };
  for (const id of [OTHER, SERVER]) {
    scene.api.model.addServer({
      id,
      name: `web-${id}`,
      hostname: `web-${id}`,
      snapshotPlan: COMPLETED_AT_ONCE,
      restorePlan,
    });
  }
  return scene;
}

/** A server's id as the user writes it. */
export function serverId(scene: Scene, { given }: Dialect, id: number): string {
  if (given === 'integer') return String(id);
  scene.api.model.addSnapshot({ serverId: id, name: 'to-learn-the-uuid' });
  const snapshot = scene.api.model.snapshots().at(-1);
  scene.api.model.removeSnapshot(snapshot?.id ?? 0);
  const uuid = snapshot?.serverUuid ?? '';
  return given === 'UUID' ? uuid.toUpperCase() : uuid;
}

/** A snapshot's id as the user writes it, from the one that the action gave. */
export function snapshotId(scene: Scene, { given }: Dialect, shown = ''): string {
  if (given === 'integer') return shown;
  const uuid = scene.api.model.snapshots().find(({ id }) => String(id) === shown)?.uuid ?? '';
  return given === 'UUID' ? uuid.toUpperCase() : uuid;
}
