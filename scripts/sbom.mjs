/**
 * The software bill of materials: `npm run sbom` writes dist/sbom.cdx.json, CycloneDX 1.5, of every package that the
 * program is made of, read off package-lock.json. The same lock gives the same bytes: no time, no random number.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nameAt, pathOf } from './supply-chain.mjs';

/** Package URL of npm (purl specification, "npm"). */
const purl = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;
const hex = (integrity) => Buffer.from(integrity.slice(integrity.indexOf('-') + 1), 'base64').toString('hex');
const byRef = (one, other) => (one['bom-ref'] < other['bom-ref'] ? -1 : one['bom-ref'] > other['bom-ref'] ? 1 : 0);

/** The bill of a lock and its package.json. */
export function billOf({ packages }, { name, version, license }) {
  const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== '' && dev !== true);
  const refOf = (path) => (path === '' ? `${name}@${version}` : `${nameAt(path)}@${packages[path].version}`);
  // One package may stand at several places.
  const once = (all, key) => [...new Map(all.map((one) => [one[key], one])).values()];
  const components = shipped.map(([path, locked]) => ({
    type: 'library',
    'bom-ref': refOf(path),
    name: nameAt(path),
    version: locked.version,
    scope: locked.optional === true ? 'optional' : 'required',
    hashes: [{ alg: 'SHA-512', content: hex(locked.integrity) }],
    licenses: [{ license: { id: locked.license } }],
    // Of an alias, what it stands for.
    purl: purl(locked.name ?? nameAt(path), locked.version),
  }));
  const dependencies = [['', packages['']], ...shipped].map(([path, locked]) => ({
    ref: refOf(path),
    dependsOn: Object.keys({ ...locked.dependencies, ...locked.optionalDependencies })
      .map((needed) => refOf(pathOf(packages, path, needed)))
      .sort(),
  }));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': refOf(''),
        name,
        version,
        licenses: [{ license: { id: license } }],
        purl: purl(name, version),
      },
    },
    components: once(components, 'bom-ref').sort(byRef),
    dependencies: once(dependencies, 'ref').sort((one, other) => (one.ref < other.ref ? -1 : 1)),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = new URL('../', import.meta.url);
  const read = (name) => JSON.parse(readFileSync(new URL(name, root), 'utf8'));
  const bill = billOf(read('package-lock.json'), read('package.json'));
  mkdirSync(new URL('dist/', root), { recursive: true });
  writeFileSync(new URL('dist/sbom.cdx.json', root), `${JSON.stringify(bill, undefined, 2)}\n`);
  process.stderr.write(`dist/sbom.cdx.json: ${bill.components.length} packages\n`);
}
