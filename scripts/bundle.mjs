/** What bundled CommonJS expects to find. */
const commonJs = [
  "import{createRequire as __createRequire}from'node:module';",
  "import{fileURLToPath as __fileURLToPath}from'node:url';",
  "import{dirname as __dirnameOf}from'node:path';",
  'const require=__createRequire(import.meta.url),__filename=__fileURLToPath(import.meta.url),__dirname=__dirnameOf(__filename);',
].join('');

/** How esbuild makes the program of its sources; the benchmark makes what it measures in the same way. */
export const bundle = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // The CommonJS main of the AWS SDK cannot be shaken: twice the start-up time.
  mainFields: ['module', 'main'],
  banner: { js: commonJs },
  logLevel: 'warning',
  // These find their binary, native or WebAssembly, beside their own files.
  external: ['libsql', '@cedar-policy/cedar-wasm', '@resvg/resvg-wasm', '@fontsource/inter'],
};

/**
 * What is run, each a file of this name: the program, what it starts in a thread, which it finds beside itself, and what a
 * container's health check runs. A process that runs from the build before may start the thread of this one, so what they say to each other stays.
 */
export const entries = {
  main: 'src/entry.ts',
  raster: 'src/bot/pictures/raster.mjs',
  'health-check': 'src/health/check.ts',
};
