import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';

const Counts = z.record(z.string(), z.number());

/** AWS's part, see `aws-server.ts`, as a process. */
export interface AwsProcess {
  readonly url: string;
  /** How often each action was asked since the last time, without throttled ones. */
  counts(): Promise<Readonly<Record<string, number>>>;
  stop(): void;
}

/** Starts it. @param folder Where it was bundled. */
export function startAws(folder: string): Promise<AwsProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(folder, 'aws-server.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.on('error', reject);
    child.stdout.once('data', (port: Buffer) => {
      const url = `http://127.0.0.1:${port.toString().trim()}`;
      resolve({
        url,
        counts: async () => Counts.parse(await (await fetch(`${url}/counts`)).json()),
        stop: () => child.kill(),
      });
    });
  });
}
