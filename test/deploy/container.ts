import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { isRoot, userOf, type Image } from './image.ts';

/** A process that runs in an image. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
  /** Resolves to the line on stderr that fits; rejects where it ends before. */
  line(fits: RegExp): Promise<string>;
}

/**
 * Starts a command of an image as a container's: its user where this process may become another, its working folder, and its
 * environment with `env` and nothing besides. A path from the root means the image's. There is no folder for temporary files.
 */
export function start(
  { root, stage }: Image,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Running {
  const inImage = (text: string): string => (text.startsWith('/') ? join(root, text) : text);
  const own = Object.entries({ PATH: '/usr/local/bin', TMPDIR: '/none', ...stage.env, ...env });
  const [program = '', ...args] = command.map(inImage);
  const child = spawn(program, args, {
    cwd: join(root, stage.cwd),
    env: Object.fromEntries(own.map(([name, value]) => [name, inImage(value)])),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(isRoot && userOf(stage)),
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (part) => (out += String(part)));
  child.stderr.on('data', (part) => (err += String(part)));
  const ended = new Promise<Awaited<Running['ended']>>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
  return {
    child,
    ended,
    line: (fits) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = err.split('\n').find((line) => fits.test(line));
          if (found !== undefined) resolve(found);
        };
        child.stderr.on('data', look);
        ended.then(({ code }) => reject(new Error(`it ended with ${code}: ${err}`)), reject);
        look();
      }),
  };
}
