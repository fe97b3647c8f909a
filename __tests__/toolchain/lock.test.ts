import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');

const Packages = v.record(
  v.string(),
  v.object({
    version: v.optional(v.string()),
    integrity: v.optional(v.string()),
    link: v.optional(v.boolean(), false),
    optionalDependencies: v.optional(v.record(v.string(), v.string()), {}),
  }),
);
const { packages } = v.parse(v.object({ packages: Packages }), JSON.parse(read('package-lock.json')));
const { optionalDependencies } = v.parse(
  v.object({ optionalDependencies: v.record(v.string(), v.string()) }),
  JSON.parse(read('package.json')),
);

/** The packages that npm downloads, by their folder. */
const downloaded = Object.entries(packages).filter(([path, { link }]) => path.startsWith('node_modules/') && !link);

describe('package-lock.json', () => {
  test('has an integrity for every package that is downloaded', () => {
    expect(downloaded.length).toBeGreaterThan(300);
    expect(downloaded.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([]);
  });

  test('has the packages of every platform, not only of the one on which it was last written', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`${path}/node_modules/${name}` in packages) && !(`node_modules/${name}` in packages),
      ),
    );
    expect(missing).toEqual([]);
  });
});

describe('Node', () => {
  test('is the same version from setup-node, from a version manager and from npm', () => {
    const nodes = Object.entries(optionalDependencies).filter(([name]) => name.startsWith('node-'));
    expect(nodes.length).toBeGreaterThan(0);
    expect(nodes.map(([, version]) => version)).toEqual(nodes.map(() => read('.node-version').trim()));
  });
});
