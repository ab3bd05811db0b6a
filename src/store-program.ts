import type { Writable } from 'node:stream';
import { render } from './bot/terminal/render.ts';
import type { Styler } from './bot/terminal/style.ts';
import { verifyReply } from './commands/reply/audit-reply.ts';
import type { Config } from './config/schema.ts';
import { anchorFile } from './core/drivers/anchor-file.ts';
import { exportStore, type Exported } from './core/moves/export.ts';
import { checkExport, importStore, type CheckedExport } from './core/moves/import.ts';
import { MoveRefused } from './core/moves/refusal.ts';
import { auditName, type AuditRecord } from './core/people/audit.ts';
import { verifyAudit } from './core/people/audit-verify.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Contents } from './core/ports/contents.ts';
import type { Log } from './core/ports/log.ts';
import { StoreUnwritable } from './core/ports/store.ts';
import { untilAborted } from './core/until-aborted.ts';
import { createOutbox } from './core/watch/outbox.ts';
import { auditCopies } from './audit-care.ts';
import { openAudit, purposeOf } from './open-audit.ts';
import { fillStore, openContents } from './open-contents.ts';
import { version } from './version.ts';
import { beginFile, exportFile, reasonOfOutput, type WholeFile } from './whole-file.ts';

/** What `store export` and `store import` need. */
export interface StoreProgram {
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly stdout: Writable;
  readonly stderr: Pick<Writable, 'write'>;
  /** Whoever runs it wants it to end. */
  readonly signal: AbortSignal;
}

/** Between two words of progress, in records. */
const toldEvery = 50_000;

/** `quartermaster store export`: all that the store keeps, as lines of JSON. Gives the exit code. @param to A file; left out: stdout. */
export async function runStoreExport(program: StoreProgram, to: string | undefined): Promise<number> {
  const { config, clock, stderr, signal } = program;
  return told(stderr, async () => {
    const contents = await openContents(config, clock, program);
    try {
      const out = to === undefined ? streamed(program.stdout, signal) : await beginFile(to);
      try {
        const exported = await exportStore({
          contents,
          purpose: purposeOf(config),
          at: clock.now(),
          by: version,
          signal,
          write: out.write,
          seen: progress(stderr, 'exported'),
        });
        await out.done();
        stderr.write(`${exportedInWords(exported, contents)}\n`);
        return exported.misfitCount === 0 ? 0 : 1;
      } finally {
        await out.close();
      }
    } finally {
      await contents.close();
    }
  });
}

/** Who runs it. */
export interface Runner {
  readonly user: string;
  readonly columns: number;
  readonly style: Styler;
}

/** `quartermaster store import FILE`: makes a new store of an export, whole or not at all. Gives the exit code. */
export async function runStoreImport(program: StoreProgram, path: string, runner: Runner): Promise<number> {
  const { config, clock, stderr, signal } = program;
  return told(stderr, async () => {
    const reading = { file: await exportFile(path), by: clock.now(), signal };
    const checked = await checkExport(reading);
    const { header } = checked;
    if (header.purpose !== purposeOf(config))
      throw new MoveRefused(
        `${path} holds ${header.purpose === 'demo' ? 'the demo account' : 'real accounts'}; demo and real accounts never share a store. Name the configuration of the others with --config.`,
      );
    const witness = anchorFile(config.audit.anchor);
    await witness.ready();
    const approve = async (contents: Contents): Promise<void> => {
      const verified = await verifyAudit(
        { storeId: header.store, journal: contents.journal(auditName), witness },
        signal,
      );
      // It begins with the entry that tells of the import.
      const faults = verified.faults.filter(({ is }) => is !== 'no-anchor');
      if (faults.length === 0) return;
      const faultCount = verified.faultCount - verified.faults.length + faults.length;
      const reply = verifyReply({ ...verified, faults, faultCount }, witness.where);
      const words = render(reply, runner.columns, runner.style);
      stderr.write(`${words.join('\n')}\n`);
      throw new MoveRefused(
        `${path} does not fit what the anchor ${witness.where} knows of the audit, so nothing was imported. To put it back all the same, move the anchor away and keep it: the entry that tells of the import begins another.`,
      );
    };
    const filling = await fillStore(config, clock, program, header.store);
    try {
      await importStore({ ...reading, checked, filling, approve, seen: progress(stderr, 'imported') });
    } finally {
      await filling.close();
    }
    stderr.write(`${importedInWords(checked)}\n`);
    return (await tellAudit(program, recordOf(checked, runner.user))) ? 0 : 1;
  });
}

/** The audit tells of the import, and its anchor begins or goes on. False where that cannot be written: the store stands all the same. */
async function tellAudit({ config, clock, stderr, ...parts }: StoreProgram, record: AuditRecord): Promise<boolean> {
  try {
    const audit = await openAudit(config, clock, { ...parts, existing: true });
    try {
      const outbox = createOutbox(audit.store, clock, parts.log);
      await audit.journal(auditCopies(config.audit.copyTo, outbox, parts.log)).append(record);
      return true;
    } finally {
      await audit.store.close();
    }
  } catch (error) {
    if (!(error instanceof StoreUnwritable)) throw error;
    stderr.write(
      `quartermaster: The store is there, but its audit does not tell that it was imported: ${error.message}\n`,
    );
    return false;
  }
}

function recordOf({ header, trailer, heads }: CheckedExport, user: string): AuditRecord {
  const person = { id: `os:${user}`, name: user };
  const { at, by, store } = header;
  return {
    event: 'settings',
    request: `import-${trailer.sha256.slice(0, 12)}`,
    person,
    place: `terminal:${store}:${person.id}`,
    does: 'store import',
    targets: [],
    says: `the store was made anew from an export of ${at} by Quartermaster ${by} (SHA-256 ${trailer.sha256}), in which the audit ends at #${heads.get(auditName)?.position ?? 0}`,
  };
}

function exportedInWords({ values, entries, heads, misfitCount, misfits }: Exported, contents: Contents): string {
  const ends = Array.from(heads, ([journal, position]) => `${journal} up to #${position}`);
  const words = [
    `Exported the store ${contents.id}: ${values} values, ${entries} entries of journals${ends.length > 0 ? ` (${ends.join(', ')})` : ''}.`,
  ];
  if (!contents.isSnapshot)
    words.push('Each value is as it was when it was read; where the store is in use, they are not of one moment.');
  if (misfitCount > 0) {
    const some = misfits.map(({ journal, position }) => `${journal} #${isNaN(position) ? '?' : position}`);
    words.push(
      `quartermaster: What stands in a journal is not what was written there: ${some.join(', ')}${misfitCount > misfits.length ? ` and ${misfitCount - misfits.length} more` : ''}. No import takes such a journal; keep this file as evidence. \`quartermaster audit verify\` tells more.`,
    );
  }
  return words.join('\n');
}

const importedInWords = ({ header, trailer, expired }: CheckedExport): string =>
  `Imported the store ${header.store} of ${header.at}: ${trailer.values - expired} values, ${trailer.entries} entries of journals${expired > 0 ? `; ${expired} values have expired since and were left behind` : ''}.\nWhatever still uses the store that it was exported from must not be started again.`;

/** A word now and then. */
function progress(stderr: StoreProgram['stderr'], done: string): (count: number) => void {
  let next = toldEvery;
  return (count) => {
    if (count < next) return;
    const reached = count - (count % toldEvery);
    next = reached + toldEvery;
    stderr.write(`… ${reached} records ${done}\n`);
  };
}

/** Output that is no file of ours: each part is waited for. */
function streamed(stdout: Writable, signal: AbortSignal): WholeFile {
  return {
    async write(text) {
      const written = new Promise<void>((resolve, reject) => {
        stdout.write(text, (error) => (error ? reject(error) : resolve()));
      });
      await untilAborted(written, signal).catch((error: unknown) => {
        if (error instanceof MoveRefused) throw error;
        const reason = reasonOfOutput(error);
        throw reason === undefined ? new Unread() : new MoveRefused(`The export cannot be written: ${reason}.`);
      });
    },
    done: async () => {},
    close: async () => {},
  };
}

/** Nobody reads any longer. */
class Unread extends Error {}

/** What is refused is told in words, and ends with 1. */
async function told(stderr: StoreProgram['stderr'], work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Unread) return 1;
    if (!(error instanceof MoveRefused)) throw error;
    stderr.write(`quartermaster: ${error.message}\n`);
    return 1;
  }
}
