import { execFileSync } from 'node:child_process';
import * as v from 'valibot';
import { readBundle } from './bundled-packages.ts';

/**
 * Prints a software bill of materials (CycloneDX) of the bundle in `dist`: what `npm sbom` says about every installed
 * package, reduced to those that the bundle contains. `npm sbom --omit dev` is not enough: it omits packages that a
 * development dependency needs as well, and it lists type packages, which are not bundled.
 */
const Component = v.looseObject({ 'bom-ref': v.string() });
const Dependency = v.looseObject({ ref: v.string(), dependsOn: v.array(v.string()) });
const Sbom = v.looseObject({
  metadata: v.looseObject({ component: v.looseObject({ 'bom-ref': v.string() }) }),
  components: v.array(Component),
  dependencies: v.array(Dependency),
});

const printed = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  shell: process.platform === 'win32',
});
const installed = v.parse(v.pipe(v.string(), v.parseJson(), Sbom), printed);

const bundled = new Set(readBundle().packages.map(({ name, version }) => `${name}@${version}`));
const components = installed.components.filter((component) => bundled.has(component['bom-ref']));
const listed = new Set(components.map((component) => component['bom-ref']));
const missing = [...bundled].filter((ref) => !listed.has(ref));
if (missing.length > 0) throw new Error(`npm sbom does not list ${missing.join(', ')}, which the bundle contains`);

const refs = new Set([installed.metadata.component['bom-ref'], ...listed]);
const dependencies = installed.dependencies
  .filter(({ ref }) => refs.has(ref))
  .map((dependency) => ({ ...dependency, dependsOn: dependency.dependsOn.filter((ref) => refs.has(ref)) }));

console.log(JSON.stringify({ ...installed, components, dependencies }, undefined, 2));
