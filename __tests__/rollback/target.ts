import type { EmulatedId } from '../../emulator/model.ts';
import { Scene, type SceneOptions, SERVER } from '../support/scene.ts';

/** The id of the snapshot that most rollbacks go to. */
export const TARGET = 700;
/** Inputs of a rollback to it. */
export const TO_TARGET = { mode: 'rollback', snapshot_id: String(TARGET) };
/** Its restore, as a request. */
export const RESTORE = `POST /snapshots/${TARGET}/restore/`;

/** A scenario whose server has a completed snapshot, taken at 11:43:15, 16 min 45 s before it starts. */
export async function sceneWithTarget(options: SceneOptions = {}): Promise<Scene> {
  const scene = await Scene.create(options);
  addTarget(scene, TARGET, SERVER);
  return scene;
}

/** Adds a completed snapshot with this id. */
export function addTarget({ api, nowMs }: Scene, id: EmulatedId, server: EmulatedId): void {
  api.model.addSnapshot({ id, serverId: server, name: 'good', createdAt: nowMs - 1005_000 });
}

/** The restores that were requested, accepted or not. */
export function restoreRequests(scene: Scene): string[] {
  return scene.writes().filter((request) => request.endsWith('/restore/'));
}
