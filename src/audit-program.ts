import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { render } from './bot/terminal/render.ts';
import type { Styler } from './bot/terminal/style.ts';
import { momentOf, type Since } from './commands/options/since.ts';
import { verifyReply } from './commands/reply/audit-reply.ts';
import type { Config } from './config/schema.ts';
import { exportAudit } from './core/people/audit-export.ts';
import { verifyAudit } from './core/people/audit-verify.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Log } from './core/ports/log.ts';
import { openAudit, type OpenAudit } from './open-audit.ts';

/** What `audit verify` and `audit export` need. */
export interface AuditProgram {
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly stdout: Writable;
}

/** `quartermaster audit verify`: what was found, in words. Gives the exit code: 1 where the audit is not as it was written. */
export async function runVerify({ stdout, ...program }: AuditProgram, columns: number, style: Styler): Promise<number> {
  return withAudit(program, async ({ store, witness, journal }) => {
    const parts = { storeId: store.id, journal: journal(), witness };
    const verified = await verifyAudit(parts, new AbortController().signal);
    stdout.write(`${render(verifyReply(verified, witness.where), columns, style).join('\n')}\n`);
    return verified.faultCount === 0 ? 0 : 1;
  });
}

/** `quartermaster audit export`: every entry as a line of JSON. Ends with 1 where nobody reads any longer. */
export async function runExport({ stdout, ...program }: AuditProgram, since: Since | undefined): Promise<number> {
  return withAudit(program, async ({ journal }) => {
    const lines = exportAudit(journal(), since && momentOf(since, program.clock.now()));
    try {
      await pipeline(Readable.from(lines), stdout, { end: false });
      return 0;
    } catch (error) {
      if (error instanceof Error && 'code' in error && goneCodes.has(error.code)) return 1;
      throw error;
    }
  });
}

/** Whoever read has closed the pipe. */
const goneCodes = new Set<unknown>(['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED']);

async function withAudit(
  { config, clock, ...parts }: Omit<AuditProgram, 'stdout'>,
  work: (audit: OpenAudit) => Promise<number>,
): Promise<number> {
  const audit = await openAudit(config, clock, { ...parts, existing: true });
  try {
    return await work(audit);
  } finally {
    await audit.store.close();
  }
}
