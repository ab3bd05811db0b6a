/**
 * What must hold of the packages that Quartermaster is made with, read off package.json and package-lock.json alone:
 * `node scripts/supply-chain.mjs` ends with 1 where something does not, a line each.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Licences that ask for no more than to be named (SPDX ids). */
export const allowedLicences = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT'];

const lightningcss = 'MPL-2.0, unchanged, and in the tests alone: the test runner’s bundler brings it';
/** Packages with another licence, each with its licence and the reason. */
export const licenceExceptions = Object.fromEntries([
  [
    '@resvg/resvg-wasm',
    { licence: 'MPL-2.0', development: false, why: 'used as it is, beside the bundle; its source is public' },
  ],
  [
    '@fontsource/inter',
    { licence: 'OFL-1.1', development: false, why: 'a font in pictures, used as it is under its own name' },
  ],
  ...[
    'lightningcss',
    ...[
      'android-arm64',
      'darwin-arm64',
      'darwin-x64',
      'freebsd-x64',
      'linux-arm-gnueabihf',
      'linux-arm64-gnu',
      'linux-arm64-musl',
      'linux-x64-gnu',
      'linux-x64-musl',
      'win32-arm64-msvc',
      'win32-x64-msvc',
    ].map((platform) => `lightningcss-${platform}`),
  ].map((name) => [name, { licence: 'MPL-2.0', development: true, why: lightningcss }]),
]);

const exactVersion = /^\d+\.\d+\.\d+(-[\w.-]+)?$/;
/** SHA-512 in base 64. */
const strongHash = /^sha512-[\w+/]{86}==$/;

/** Where a package's own packages are, by Node's search: beside it, then one folder up, to the root. Undefined: nowhere. */
export function pathOf(packages, from, name) {
  for (
    let base = from;
    ;
    base = base.includes('/node_modules/') ? base.slice(0, base.lastIndexOf('/node_modules/')) : ''
  ) {
    const path = `${base === '' ? '' : `${base}/`}node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (base === '') return undefined;
  }
}

/** The name of the package at a path of the lock. */
export const nameAt = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** One rule each: what is wrong, in sentences. */
export const rules = {
  /** npm leaves platform packages out that it could not find, and `npm ci` then fails on other machines. */
  complete: ({ packages }) =>
    Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => pathOf(packages, path, name) === undefined)
        .map((name) => `${path || 'package.json'} needs ${name}, which the lock file does not have`),
    ),

  /** What is fetched is what was looked at when it was locked. */
  hashed: ({ installed }) =>
    installed.flatMap(([path, { integrity = '' }]) =>
      strongHash.test(integrity) ? [] : [`${path} has no SHA-512 hash`],
    ),

  /** Packages come from a registry: none from git, a file or a folder, and none from another host than the others. */
  fromOneRegistry({ installed }) {
    const told = installed.filter(([, { resolved }]) => resolved !== undefined);
    const hosts = told.map(([, { resolved }]) => (URL.canParse(resolved) ? new URL(resolved) : undefined));
    const usual = hosts.find((url) => url?.protocol === 'https:')?.host;
    return [
      ...installed.flatMap(([path, { link, version }]) =>
        link === true || !exactVersion.test(version ?? '') ? [`${path} is no package of a registry`] : [],
      ),
      ...told.flatMap(([path], index) =>
        hosts[index]?.protocol === 'https:' && hosts[index].host === usual
          ? []
          : [`${path} is not fetched by https from where the others are`],
      ),
    ];
  },

  /** Every licence is one that we may pass on; an exception that nothing needs must go. */
  licensed({ installed }, { allowed = allowedLicences, exceptions = licenceExceptions } = {}) {
    const used = new Set();
    const wrong = installed.flatMap(([path, { license, dev }]) => {
      const name = nameAt(path);
      if (allowed.includes(license)) return [];
      const exception = Object.hasOwn(exceptions, name) ? exceptions[name] : undefined;
      used.add(name);
      if (exception === undefined || exception.licence !== license)
        return [`${path} has the licence ${license ?? '(none)'}, which is not allowed`];
      return exception.development && dev !== true ? [`${path} is for development alone: ${exception.why}`] : [];
    });
    const idle = Object.keys(exceptions).filter((name) => !used.has(name));
    return [...wrong, ...idle.map((name) => `${name} is an exception of licences that nothing needs`)];
  },

  /** Nothing runs at installation but what package.json names with a yes or a no. */
  scripted({ installed, manifest: { allowScripts = {} } }) {
    const having = new Set(
      installed.flatMap(([path, { hasInstallScript }]) => (hasInstallScript === true ? [nameAt(path)] : [])),
    );
    return [
      ...[...having]
        .filter((name) => typeof allowScripts[name] !== 'boolean')
        .map((name) => `${name} has an install script, of which allowScripts in package.json says nothing`),
      ...Object.keys(allowScripts)
        .filter((name) => !having.has(name))
        .map((name) => `allowScripts in package.json names ${name}, which has no install script`),
    ];
  },

  /** What package.json asks for is one version, and that is the one in the lock. */
  pinned: ({ packages, manifest }) =>
    ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap((kind) =>
      Object.entries(manifest[kind] ?? {}).flatMap(([name, wanted]) => {
        // A package beside another version of itself has a name of its own: `npm:undici@6.29.1`.
        const version = wanted.replace(/^npm:[^@]+@/, '');
        if (!exactVersion.test(version)) return [`${name} in package.json is ${version}, which is no exact version`];
        const locked = packages[`node_modules/${name}`]?.version;
        return locked === version
          ? []
          : [`${name} is ${version} in package.json and ${locked ?? 'missing'} in the lock`];
      }),
    ),
};

/** Everything that is wrong, by every rule. */
export function faults({ lock: { packages }, manifest }, exceptions = licenceExceptions) {
  const installed = Object.entries(packages).filter(([path]) => path !== '');
  return Object.values(rules).flatMap((rule) => rule({ packages, installed, manifest }, { exceptions }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const read = (name) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
  const lock = read('package-lock.json');
  const wrong = faults({ lock, manifest: read('package.json') });
  for (const line of wrong) process.stderr.write(`${line}\n`);
  process.stdout.write(`supply chain: ${Object.keys(lock.packages).length - 1} packages, ${wrong.length} wrong\n`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
