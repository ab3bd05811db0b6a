import { chown, lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from '../../src/version.ts';
import { fileAt } from '../house-files.ts';
import { inkIn, pixelsOf } from '../png.ts';
import { takenPort } from '../served.ts';
import { openSlack, type SlackServed } from '../serving.ts';
import { start } from './container.ts';
import { linesOf } from './document.ts';
import { readDockerfile } from './dockerfile.ts';
import { buildImage, isRoot, makeReadOnly, userOf, walk, type Image } from './image.ts';

/** npm, a build and a copy of Node.js; on a busy machine. In ms. */
const buildsWithinMs = 600_000;

/** What the program and its packages take in the image at most, in MiB, without Node.js and Debian. */
const appAtMostMiB = 60;

/** Paths that the manifests of Kubernetes ask. */
const asked = [
  ...new Set(
    ['deployment', 'service-monitor'].flatMap((name) =>
      [...fileAt(`deploy/kubernetes/${name}.yaml`).text.matchAll(/\bpath: (\/\w+)/g)].map(([, path = '']) => path),
    ),
  ),
];

/** What is said to the image in its page, but where it goes on in the background, which is as it is served below. */
const typed = linesOf('docs/deploying.md').flatMap((line) => {
  const [, words] = /^docker run (?!.*--detach).*quartermaster:[\d.]+ ?(.*)$/.exec(line) ?? [];
  return words ?? [];
});

const stages = readDockerfile(fileAt('Dockerfile').text);
const [last] = stages.slice(-1);
if (last === undefined) throw new Error('the Dockerfile has no stage');

describe('the Dockerfile', () => {
  it('pins its images by version', () => {
    const names = stages.flatMap(({ name }) => name ?? []);
    const images = stages.map(({ from }) => from).filter((from) => !names.includes(from));
    expect(images.length).toBeGreaterThan(1);
    for (const image of images) expect(image).toMatch(/^[a-z]+:\d+\.\d+(\.\d+)?(-\w+)*-slim$/);
  });

  it('takes a Node.js that this release is tried on', () => {
    const [, major = ''] = /^node:(\d+)\./.exec(stages[0]?.from ?? '') ?? [];
    expect(fileAt('.ci/run').text).toMatch(new RegExp(`^others=\\([\\d ]*\\b${major}\\b`, 'm'));
  });

  it('runs nothing in the last stage, and copies only what was made before it', () => {
    expect(last.steps.length).toBeGreaterThan(0);
    for (const step of last.steps) expect(step).toMatchObject({ does: 'copy', stage: expect.any(String) });
  });

  it('becomes a user by number who is not root', () => {
    expect(userOf(last).uid).toBeGreaterThanOrEqual(10_000);
    expect(userOf(last).gid).toBeGreaterThanOrEqual(10_000);
  });

  it('starts Node.js itself as process 1, which is told to end by SIGTERM', () => {
    expect(last.entrypoint?.[0]).toBe('node');
    expect(last.stopSignal).toBe('SIGTERM');
    expect(last.env['NODE_ENV']).toBe('production');
  });

  it('says what it is as the package does', () => {
    const { description, license } = JSON.parse(fileAt('package.json').text);
    expect(last.labels).toEqual({
      'org.opencontainers.image.title': 'Quartermaster',
      'org.opencontainers.image.description': description,
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.licenses': license,
      'org.opencontainers.image.base.name': last.from,
    });
  });

  it('is refused by the reader of these tests where it says what they do not know', () => {
    expect(() => readDockerfile('FROM x:1\nADD a b\n')).toThrow('ADD is not known');
    expect(() => readDockerfile('FROM x:1\nCOPY --link a b\n')).toThrow('a flag');
    expect(() => readDockerfile('FROM x:1\nCOPY --chown=node a b\n')).toThrow('names have no meaning');
    expect(() => readDockerfile('FROM x:1\nENTRYPOINT node main.mjs\n')).toThrow('is not valid JSON');
  });
});

describe(`what it makes, of which nothing may be written but the store, run by ${isRoot ? `the uid ${last.user}` : 'the user of these tests, who is not root'}`, () => {
  let image: Image;
  let slack: SlackServed;
  let secrets: Readonly<Record<string, string>> = {};
  let before: readonly string[] = [];
  let port = 0;

  const volume = () => join(image.root, image.stage.volumes[0] ?? '');
  /** Everything outside volumes, with its size and time. */
  const tree = async () => {
    const paths = (await walk(image.root)).filter((path) => !path.startsWith(volume())).toSorted();
    return Promise.all(
      paths.map(async (path) => {
        const { mode, size, mtimeMs } = await lstat(path);
        return `${relative(image.root, path)} ${mode} ${size} ${mtimeMs}`;
      }),
    );
  };
  /** Puts a file where a container has it mounted. */
  const mount = async (path: string, text: string, mode = 0o444) => {
    const place = join(image.root, path);
    await mkdir(join(place, '..'), { recursive: true });
    await writeFile(place, text, { mode });
    const { uid, gid } = userOf(image.stage);
    if (isRoot) await chown(place, uid, gid);
  };
  const program = (...args: readonly string[]) => start(image, [...(image.stage.entrypoint ?? []), ...args]);

  beforeAll(async () => {
    [image, slack] = await Promise.all([buildImage(), openSlack()]);
    const { port: found, free } = await takenPort();
    await free();
    port = found;
    const watched = `${slack.settings('socket')}health: { port: ${port}, host: 0.0.0.0 }\n`;
    await mount('etc/quartermaster/quartermaster.yaml', watched);
    const given = Object.entries(slack.secrets('socket'));
    for (const [name, value] of given) await mount(join('run/secrets', name), `${value}\n`, 0o400);
    secrets = Object.fromEntries(given.map(([name]) => [`${name}_FILE`, `/run/secrets/${name}`]));
    await makeReadOnly(image);
    before = await tree();
  }, buildsWithinMs);
  afterAll(async () => {
    await slack.peer.stop();
    await image.remove();
  });

  it('holds Node.js, the program, and the packages that are not in its bundle, for this machine alone', async () => {
    const files = before.map((line) => line.split(' ')[0] ?? '');
    const packages = files.flatMap(
      (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(file)?.[1] ?? [],
    );
    expect(packages.toSorted()).toEqual([
      '@cedar-policy/cedar-wasm',
      '@fontsource/inter',
      `@libsql/linux-${process.arch}-gnu`,
      '@neon-rs/load',
      '@resvg/resvg-wasm',
      'detect-libc',
      'libsql',
    ]);
    expect(files.filter((file) => /\.(map|d\.[cm]?ts|tsbuildinfo)$|(^|\/)(npm|npx|esbuild|\.npm)$/.test(file))).toEqual(
      [],
    );
    expect(files.filter((file) => file.startsWith('usr/') && file.endsWith('/node'))).toEqual(['usr/local/bin/node']);
    expect(files).toContain('opt/quartermaster/dist/sbom.cdx.json');
  });

  it('is small', async () => {
    const sizes = before.filter((line) => line.startsWith('opt/')).map((line) => Number(line.split(' ')[2]));
    const mebibytes = sizes.reduce((sum, size) => sum + size, 0) / 2 ** 20;
    expect(mebibytes).toBeGreaterThan(10);
    expect(mebibytes).toBeLessThan(appAtMostMiB);
  });

  it('answers a line, and keeps its store in the volume', async () => {
    const { code, out, err } = await program('--once', 'price m5.large').ended;
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('0.096');
    expect(await readdir(volume())).toContain('demo.db');
  });

  it.each(typed)('does what its page says: docker run … %s', async (words) => {
    const { code, out, err } = await program(
      ...words
        .split(/ (?=[^']*(?:'[^']*'[^']*)*$)/)
        .filter((word) => word !== '')
        .map((word) => word.replaceAll("'", '')),
    ).ended;
    expect([code, err]).toEqual([0, '']);
    if (words !== '') expect(out).not.toBe('');
  });

  it('decides by the rules, and shows who its user is without a name', async () => {
    const { code, out, err } = await program('--once', 'whoami').ended;
    expect([code, err]).toEqual([0, '']);
    if (isRoot) expect(out).toContain(String(userOf(image.stage).uid));
  });

  it('finds every file of a package that the bundle names', async () => {
    const dist = join(image.root, 'opt/quartermaster/dist');
    const texts = await Promise.all(
      (await readdir(dist)).filter((name) => name.endsWith('.mjs')).map((name) => readFile(join(dist, name), 'utf8')),
    );
    const named = new Set(
      texts.flatMap((text) =>
        [...text.matchAll(/["'`]((?:@cedar-policy|@resvg|@fontsource|libsql)\/?[^"'`\s$]*)["'`]/g)].map(
          ([, name = '']) => name,
        ),
      ),
    );
    expect(named.size).toBeGreaterThan(3);
    const { resolve } = createRequire(join(dist, 'main.mjs'));
    for (const name of named) expect(() => resolve(name), name).not.toThrow();
  });

  it('draws pictures with its own fonts', async () => {
    const thread = new Worker(pathToFileURL(join(image.root, 'opt/quartermaster/dist/raster.mjs')), { execArgv: [] });
    const text = '<text x="4" y="28" font-family="Inter" font-size="24">eu-west-1</text>';
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><path d="M0 0h200v40H0z" fill="#fff"/>${text}</svg>`;
    const drawn = await new Promise<{ readonly png?: Uint8Array }>((resolve, reject) => {
      thread.on('message', resolve);
      thread.on('error', reject);
      thread.postMessage({ svg, zoom: 1 });
    });
    await thread.terminate();
    const pixels = pixelsOf(drawn.png ?? new Uint8Array());
    expect(inkIn(pixels, { x: 0, y: 0, w: 200, h: 40 })).toBeGreaterThan(100);
  });

  it('serves a chat, with secrets from files, is well by its health check until SIGTERM, and ends with 0', async () => {
    const config = ['--config', '/etc/quartermaster/quartermaster.yaml'];
    const check = [...(image.stage.health?.command ?? []), ...config];
    const served = start(image, [...(image.stage.entrypoint ?? []), ...config], secrets);
    expect(await served.line(/^ready/)).toContain('Slack');
    expect(await start(image, check).ended).toEqual({ code: 0, out: '', err: '' });
    const statuses = await Promise.all(
      asked.map(async (path) => (await fetch(`http://127.0.0.1:${port}${path}`)).status),
    );
    expect(Object.fromEntries(asked.map((path, index) => [path, statuses[index]]))).toEqual({
      '/healthz': 200,
      '/readyz': 200,
      '/metrics': 200,
    });
    served.child.kill('SIGTERM');
    const { code, err } = await served.ended;
    expect(code, err).toBe(0);
    const after = await start(image, check).ended;
    expect([after.code, after.out]).toEqual([1, '']);
    expect(after.err).toContain('/healthz did not answer: ');
  });

  it('has a health check that is content where nothing can be asked, and not where the configuration is wrong', async () => {
    const command = image.stage.health?.command ?? [];
    expect(await start(image, command).ended).toMatchObject({ code: 0, err: '' });
    const wrong = await start(image, command, { QUARTERMASTER_SLACK_PORT: 'none' }).ended;
    expect(wrong.code).toBe(1);
    expect(wrong.err).toContain('slack.port');
  });

  it('has written nothing else', async () => {
    expect(await tree()).toEqual(before);
  });
});
