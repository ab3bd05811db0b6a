import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { runExport, runVerify } from './audit-program.ts';
import { complete } from './bot/complete.ts';
import { isConversation, runTerminal, toldThere } from './bot/terminal/app.ts';
import { render } from './bot/terminal/render.ts';
import { styler, wantsColours } from './bot/terminal/style.ts';
import { terminalWords } from './bot/terminal/words.ts';
import { commands } from './commands/index.ts';
import { doctorReply, isWell } from './commands/reply/doctor-reply.ts';
import { compose } from './compose.ts';
import { ConfigError, readConfig } from './config/read.ts';
import { rereading } from './config/reread.ts';
import { secretsInFiles } from './config/secrets.ts';
import { bothRoles, usualTag } from './core/changes/iam-policy.ts';
import { systemClock } from './core/drivers/system-clock.ts';
import { stderrLog } from './core/drivers/stderr-log.ts';
import { MoveRefused } from './core/moves/refusal.ts';
import { RulesError } from './core/people/access/rules-error.ts';
import { createDirectory } from './core/people/directory.ts';
import { speaker } from './core/people/roles.ts';
import { StoreForeign, StoreUnwritable } from './core/ports/store.ts';
import { isProblem } from './core/problem.ts';
import { createRedactor, secretsIn, secretsOf, type Redactor } from './core/secrets.ts';
import { plain } from './core/text.ts';
import { onEndSignals } from './core/end-signals.ts';
import { FlagError, flagHelp, readFlags, type Flags } from './flags.ts';
import { runManifest } from './manifest-program.ts';
import { isServed, runServe } from './serve-program.ts';
import { StartError } from './start-error.ts';
import { runStoreExport, runStoreImport, type StoreProgram } from './store-program.ts';
import { version } from './version.ts';

/** Width of answers that no terminal shows. */
const pipedColumns = 100;

function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    throw new StartError('the working folder is gone; change to one that is there');
  }
}

async function run(flags: Flags, redactor: Redactor): Promise<number> {
  const { stdin, stdout } = process;
  const source = {
    cwd: workingFolder(),
    env: process.env,
    ...(flags.config !== undefined && { file: flags.config }),
  };
  const config = await readConfig(source);
  const log = stderrLog(redactor, config.log.level);
  const words = { config, env: process.env, clock: systemClock, log, stdout };
  const style = styler(wantsColours(process.env, stdout.isTTY));
  if (flags.program === 'audit verify') return runVerify(words, pipedColumns, style);
  if (flags.program === 'audit export') return runExport(words, flags.since);
  if (flags.program === 'store export' || flags.program === 'store import') return moveStore(flags, words);
  if (flags.program === 'manifest slack')
    return runManifest({ config, url: flags.url, stdout, stderr: process.stderr });
  const registered = rereading(source, config, systemClock, log);
  if (isServed(config) && flags.program === undefined && flags.once === undefined && !flags.terminal)
    return runServe({ config, env: process.env, clock: systemClock, log, registered, stderr: process.stderr });
  const person = speaker({
    user: userName(),
    demo: config.accounts === undefined,
    ...(flags.as !== undefined && { asUser: flags.as }),
    ...(flags.roles !== undefined && { asRoles: flags.roles }),
    directory: createDirectory(config),
  });
  if (isProblem(person)) throw new StartError(`${plain(person.what)} ${plain(person.todo)}`);
  const house = await compose({ config, env: process.env, clock: systemClock, log, registered });
  const over = new AbortController();
  let watching: Promise<void> | undefined;
  try {
    const missing = flags.program === 'doctor' ? undefined : await house.missing();
    if (missing !== undefined) throw new StartError(`${plain(missing.what)} ${plain(missing.todo)}`);
    if (flags.program === 'doctor') {
      const checks = await house.doctor(new AbortController().signal);
      stdout.write(`${render(doctorReply(checks), pipedColumns, style).join('\n')}\n`);
      return isWell(checks) ? 0 : 1;
    }
    const place = { id: `terminal:${house.store.id}:${person.id}`, privateTo: person.id };
    const isTTY = stdin.isTTY && stdout.isTTY;
    const how = { isTTY, json: flags.json, ...(flags.once !== undefined && { once: flags.once }) };
    // Who sits there is told what alerts find meanwhile.
    if (isConversation(how)) watching = house.watch(over.signal);
    return await runTerminal({
      dispatch: house.dispatch,
      commands,
      complete: (line) =>
        complete(line, { commands, words: terminalWords, core: house.coreFor(person, place), person, place }),
      notices: (post, signal) => house.notices(toldThere({ ...how, place }), (_, reply) => post(reply), signal),
      rests: systemClock.sleep,
      person,
      place,
      streams: { stdin, stdout, stderr: process.stderr },
      ...how,
      colours: wantsColours(process.env, stdout.isTTY),
      columns: () => (stdout.isTTY ? stdout.columns : pipedColumns),
      rows: () => (stdout.isTTY ? stdout.rows : 0),
      greeting: greeting(config.accounts?.map(({ name }) => name)),
      historyPath: join(dirname(config.store.path), 'history'),
    });
  } finally {
    over.abort(new Error('it is over'));
    await watching;
    await house.close();
  }
}

const greeting = (accounts: readonly string[] | undefined): string =>
  `Quartermaster ${version}, ${accounts === undefined ? 'on the demo account: nothing here is real' : `accounts ${accounts.join(', ')}`}.\n“help” lists what can be said, “tour” shows the first minute, Tab completes, Ctrl-D leaves.`;

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under an id that has no name.
    return String(process.getuid?.() ?? 'local');
  }
}

async function main(redactor: Redactor): Promise<number> {
  const flags = readFlags(process.argv.slice(2));
  if (flags.help || flags.version) {
    process.stdout.write(`${flags.help ? flagHelp : version}\n`);
    return 0;
  }
  if (flags.program === 'iam-policy') {
    const { tag = usualTag, principal, externalId } = flags;
    const roles = bothRoles({
      tag,
      ...(principal !== undefined && { principal }),
      ...(externalId !== undefined && { externalId }),
    });
    process.stdout.write(`${JSON.stringify(roles, undefined, 2)}\n`);
    return 0;
  }
  if (flags.program === 'preview') return preview(flags, redactor);
  return run(flags, redactor);
}

/** Until it is done, or the end is told: then nothing of it is left. */
async function moveStore(flags: Flags, parts: Omit<StoreProgram, 'stderr' | 'signal'>): Promise<number> {
  const end = new AbortController();
  const unheard = onEndSignals(() => {
    end.abort(new MoveRefused('It was broken off, and nothing of it is left.'));
    unheard();
  });
  const program = { ...parts, stderr: process.stderr, signal: end.signal };
  if (flags.program === 'store export') return runStoreExport(program, flags.to);
  const style = styler(wantsColours(process.env, process.stderr.isTTY));
  return runStoreImport(program, flags.file ?? '', { user: userName(), columns: pipedColumns, style });
}

/** Serves until the end is told. What is configured plays no part in it. */
async function preview({ port }: Flags, redactor: Redactor): Promise<number> {
  const end = new AbortController();
  const unheard = onEndSignals(() => {
    end.abort();
    unheard();
  });
  // Loaded only where it is used.
  const { runPreview } = await import('./preview-program.ts');
  return runPreview({ port, stdout: process.stdout, log: stderrLog(redactor), signal: end.signal }).catch(
    (error: unknown) => {
      const taken =
        error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
      throw taken
        ? new StartError(`The preview cannot be served there: ${error.message}. Name another --port.`)
        : error;
    },
  );
}

// Who reads us may go: what was under way is still written down, and the exit code tells.
process.stdout.on('error', () => {
  process.exitCode = 1;
});

const redactor = createRedactor(secretsOf([...secretsIn(process.env), ...(await secretsInFiles(process.env))]));

main(redactor).then(
  (code) => {
    process.exitCode = Math.max(code, Number(process.exitCode ?? 0));
  },
  (error: unknown) => {
    const known = [FlagError, ConfigError, RulesError, StoreForeign, StoreUnwritable, StartError].some(
      (kind) => error instanceof kind,
    );
    const said =
      known && error instanceof Error
        ? redactor.sentence(error.message)
        : redactor.text(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.stderr.write(`quartermaster: ${said}\n`);
    process.exitCode = 2;
  },
);
