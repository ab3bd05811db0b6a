/**
 * Fails where package-lock.json lacks a package that another one of it depends on: npm leaves platform packages out
 * that it could not find, and `npm ci` then fails on other machines. Also where an entry has no integrity hash.
 */
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));

/** Node's own search: beside the package, then one folder up, to the root. */
function isFound(from, name) {
  for (
    let base = from;
    ;
    base = base.includes('/node_modules/') ? base.slice(0, base.lastIndexOf('/node_modules/')) : ''
  ) {
    if (packages[`${base === '' ? '' : `${base}/`}node_modules/${name}`] !== undefined) return true;
    if (base === '') return false;
  }
}

const wrong = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies, integrity }]) => [
  ...Object.keys({ ...dependencies, ...optionalDependencies })
    .filter((name) => !isFound(path, name))
    .map((name) => `${path || 'package.json'} needs ${name}, which the lock file does not have`),
  ...(path !== '' && integrity === undefined ? [`${path} has no integrity hash`] : []),
]);

for (const line of wrong) process.stderr.write(`${line}\n`);
process.stdout.write(`lock file: ${Object.keys(packages).length} packages, ${wrong.length} wrong\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;
