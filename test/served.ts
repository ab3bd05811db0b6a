import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from './program.ts';

/** A process on a busy machine may take many times as long as on an idle one; what hangs is still found. In ms of real time. */
export const patienceMs = 40_000;

/** A folder, and the program in it as a process of its own. */
export interface Served {
  readonly folder: string;
  /** Begins it. @param settings What stands in quartermaster.yaml. @param secrets Environment that it needs, unless said otherwise. */
  begin(settings: string, secrets: Readonly<Record<string, string>>, more?: Begin): Promise<Begun>;
  /** Ends what still runs, and takes the folder away. */
  close(): Promise<void>;
}

/** What a test brings. */
export interface Begin {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Environment that is not there. */
  readonly without?: readonly string[];
  /** A command that runs it. */
  readonly under?: readonly string[];
  /** That of the test run if left out. */
  readonly program?: string;
}

/** The program that runs. */
export interface Begun extends Pick<ReturnType<typeof startProgram>, 'child' | 'ended'> {
  /** Resolves to the line on stderr that fits, once it is there; rejects where the program ends before. */
  line(fits: RegExp): Promise<string>;
  /** Resolves to the line that says that it can be spoken to. */
  ready(): Promise<string>;
}

/** Opens it; the caller closes it. */
export async function openServed(): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
  const running = new Set<Begun>();
  return {
    folder,
    async begin(settings, secrets, { args = [], env = {}, without = [], under = [], program } = {}) {
      await writeFile(join(folder, 'quartermaster.yaml'), settings);
      const all = Object.entries({ ...secrets, ...env }).filter(([name]) => !without.includes(name));
      const { child, ended } = startProgram(folder, args, Object.fromEntries(all), under, program);
      let told = '';
      const add = (part: Buffer) => (told += part.toString());
      child.stderr.on('data', add);
      // In a terminal of its own both are one.
      if (under.length > 0) child.stdout.on('data', add);
      const begun: Begun = {
        child,
        ended,
        line: (fits) =>
          new Promise((resolve, reject) => {
            const look = () => {
              const found = told.split('\n').find((line) => fits.test(line));
              if (found !== undefined) resolve(found.trim());
            };
            child.stderr.on('data', look);
            child.stdout.on('data', look);
            void ended.then(({ code }) => reject(new Error(`it ended with ${code}: ${told}`)));
            look();
          }),
        ready: () => begun.line(/^ready/),
      };
      running.add(begun);
      void ended.then(() => running.delete(begun));
      return begun;
    },
    async close() {
      for (const { child } of running) child.kill('SIGKILL');
      await Promise.all([...running].map(({ ended }) => ended));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Environment with which the program runs this when it gets SIGUSR2. */
export const atSignal = (code: string) => ({
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`process.on("SIGUSR2",()=>{${code}})`)}`,
});

/** Where the program says in its ready line that it listens for a platform; undefined: nowhere. */
export function listensAt(ready: string, platform: string): string | undefined {
  const [, port, path] = new RegExp(`${platform} over HTTP on port (\\d+), path ([^\\s,]+),`).exec(ready) ?? [];
  return port === undefined ? undefined : `http://127.0.0.1:${port}${path}`;
}

/** Lines that say that the program can be spoken to. */
export const readyLines = (err: string): readonly string[] =>
  err.split('\n').filter((line) => line.startsWith('ready'));

/** As every start that fails. */
export const oneSentence = /^quartermaster: [^\n{}]+\n$/;

/** A port that somebody else has. */
export async function takenPort(): Promise<{ readonly port: number; free(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  return { port, free: () => new Promise((resolve) => server.close(() => resolve())) };
}
