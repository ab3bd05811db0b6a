import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { ms } from './measure.ts';

const bundle = fileURLToPath(new URL('../dist/main.mjs', import.meta.url));
const rounds = 9;

/** Cold start to the first prompt, beside a bare Node that prints one word; median of nine, in turns. Memory at the first prompt. */
export async function benchStart() {
  const bare: number[] = [];
  const first: number[] = [];
  const again: number[] = [];
  const memory: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const folder = await mkdtemp(join(tmpdir(), 'quartermaster-bench-'));
    bare.push((await untilPrompt(`-e "console.log('ec2> ');setTimeout(()=>{},1e5)"`, folder)).time);
    first.push((await untilPrompt(bundle, folder)).time);
    const warm = await untilPrompt(bundle, folder);
    again.push(warm.time);
    memory.push(warm.rssMiB);
    await rm(folder, { recursive: true });
  }
  return {
    bareNodeMs: median(bare),
    firstPromptOnNewStoreMs: median(first),
    firstPromptMs: median(again),
    ratioToBareNode: ms(median(again) / median(bare)),
    rssAtPromptMiB: median(memory),
    targets: { firstPromptMs: 400, rssAtPromptMiB: 150 },
  };
}

const median = (values: readonly number[]): number =>
  ms(values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0);

/** Starts node in a pseudo-terminal (util-linux `script`), waits for the prompt, reads the memory, ends it. */
function untilPrompt(args: string, cwd: string): Promise<{ readonly time: number; readonly rssMiB: number }> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn('script', ['-qfec', `exec ${process.execPath} ${args}`, '/dev/null'], {
      cwd,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.on('error', reject);
    let out = '';
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString();
      if (!out.includes('ec2> ')) return;
      const time = performance.now() - start;
      child.stdout.removeAllListeners('data');
      memoryOf(child.pid ?? 0).then((rssMiB) => {
        child.once('exit', () => resolve({ time, rssMiB }));
        child.kill('SIGKILL');
      }, reject);
    });
    child.on('exit', (code) => {
      if (!out.includes('ec2> ')) reject(new Error(`ended with ${code} before its prompt: ${out}`));
    });
  });
}

/** Resident memory of the child of `script`, in MiB (Linux). */
async function memoryOf(pid: number): Promise<number> {
  const [child = ''] = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ');
  const status = await readFile(`/proc/${child}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}
