import { createDispatch } from '../../src/bot/dispatch.ts';
import type { Answer } from '../../src/bot/request.ts';
import { parse } from '../../src/bot/grammar.ts';
import { commands } from '../../src/commands/index.ts';
import type { Settings } from '../../src/commands/command.ts';
import type { CoreReads } from '../../src/commands/core-reads.ts';
import { actionsOf, type Reply } from '../../src/commands/reply/reply.ts';
import { createAddresses } from '../../src/core/estate/addresses.ts';
import { createEstate } from '../../src/core/estate/estate.ts';
import type { Person } from '../../src/core/people/person.ts';
import type { Cloud } from '../../src/core/ports/cloud.ts';
import { createSweeper } from '../../src/core/watch/sweep.ts';
import { plain, type Spans } from '../../src/core/text.ts';
import { openMachine, type Machine } from '../terminal.ts';

/** Who asks where a test does not say. */
export const maria: Person = { id: 'os:maria', name: 'maria', roles: ['operator'] };

/** Who approves what maria asks for. */
export const ines: Person = { id: 'os:ines', name: 'ines', roles: ['approver'] };

/** Says lines to the whole program on the demo account, and gives the answers as data. */
export interface Talk {
  readonly machine: Machine;
  /** The final answer; the clock runs while a change is under way. */
  ask(line: string, person?: Person): Promise<Answer>;
  /** The reply of a line that must succeed. */
  reply(line: string, person?: Person): Promise<Reply>;
  /** The same program where the reads go to another cloud, or to other services; nothing can be changed through it. */
  over(
    cloud: (own: Cloud) => Cloud,
    services?: (own: CoreReads) => Partial<CoreReads>,
  ): (line: string) => Promise<Reply>;
  close(): Promise<void>;
}

/** Turns of the event loop in which every read of the demo account is over. */
const turnsOfARead = 500;

/** A fresh demo account, and the way to talk to it. */
export async function openTalk(env: Readonly<Record<string, string>> = {}): Promise<Talk> {
  const machine = await openMachine(env);
  let asked = 0;
  const requestOf = (line: string, person: Person) => ({
    id: `request-${(asked += 1)}`,
    person,
    place: { id: `terminal:${person.id}`, privateTo: person.id },
    line,
    signal: new AbortController().signal,
  });
  const ask = async (line: string, person = maria): Promise<Answer> => {
    const answering = machine.house.dispatch(requestOf(line, person), () => {});
    let ended = false;
    const mark = () => {
      ended = true;
    };
    answering.then(mark, mark);
    // A read is over before the clock moves; only changes need time.
    for (let turn = 0; turn < turnsOfARead && !ended; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    while (!ended) await machine.clock.pass(500);
    return answering;
  };
  const succeeded = (line: string, { reply, problem }: Answer): Reply => {
    if (problem !== undefined) throw new Error(`${line}: ${problem.problem}: ${wordsOf(reply)}`);
    return reply;
  };
  return {
    machine,
    ask,
    reply: async (line, person) => succeeded(line, await ask(line, person)),
    over(cloudOf, services = () => ({})) {
      const cloud = cloudOf(machine.house.core.cloud);
      const { clock } = machine;
      const { prices, types } = machine.house.core;
      const addresses = createAddresses(cloud, clock);
      const core: CoreReads = {
        ...machine.house.core,
        cloud,
        estate: createEstate(cloud),
        addresses,
        sweep: createSweeper({ cloud, addresses, prices, types, clock, idleTags: [] }),
        ...services(machine.house.core),
      };
      const never = () => Promise.reject(new Error('a read changes nothing'));
      const dispatch = createDispatch({
        commands,
        clock: machine.clock,
        log: { info() {}, warn() {}, error() {} },
        demo: false,
        async contexts({ person, place, id, signal }, show) {
          const shared = {
            person,
            place,
            request: id,
            now: machine.clock.now(),
            uses: {},
            everything: false,
            words: [],
            pageRows: 10,
            signal,
            commands,
            parse: (line: string) => parse(line, commands),
            show,
          };
          return {
            reads: { ...shared, core },
            settings: {
              ...shared,
              core: {
                ...core,
                settings: settingsThat(never),
              },
            },
            changes: {
              ...shared,
              core: {
                ...core,
                changes: {
                  plan: never,
                  ask: never,
                  step: never,
                  outcome: never,
                  over: never,
                  wanted: never,
                  wayBack: never,
                  waiting: never,
                  review: never,
                  reconcile: never,
                },
              },
            },
          };
        },
      });
      return async (line) => succeeded(line, await dispatch(requestOf(line, maria), () => {}));
    },
    close: () => machine.close(),
  };
}

/** Rows of the first table, each cell under its column's title. */
export function rowsOf({ blocks }: Reply): readonly Readonly<Record<string, string>>[] {
  const found = blocks.find((block) => block.kind === 'table');
  return (found?.rows ?? []).map((row) =>
    Object.fromEntries(row.map((cell, index) => [found?.columns[index]?.title ?? '', plain(cell)])),
  );
}

/** All fields by their labels. */
export const fieldsOf = ({ blocks }: Reply): Readonly<Record<string, string>> =>
  Object.fromEntries(
    blocks.flatMap((block) =>
      block.kind === 'fields' ? block.fields.map(({ label, value }) => [label, plain(value)] as const) : [],
    ),
  );

/** What each action is called and types. */
export const linesOf = (reply: Reply): Readonly<Record<string, string>> =>
  Object.fromEntries(actionsOf(reply).map(({ label, does }) => [label, does]));

/** Paragraphs and notes, in order. */
export const asideOf = ({ blocks }: Reply): readonly string[] =>
  blocks.flatMap((block) => (block.kind === 'text' || block.kind === 'note' ? [plain(block.spans)] : []));

/** Every text of a reply: what a person may come to read. */
export const textsOf = (reply: Reply): readonly string[] => [
  plain(reply.title),
  ...reply.blocks.flatMap((block): readonly string[] => {
    switch (block.kind) {
      case 'text':
      case 'note':
        return [plain(block.spans)];
      case 'code':
        return block.lines;
      case 'fields':
        return block.fields.flatMap(({ label, value }) => [label, plain(value)]);
      case 'picture':
        return [block.title, plain(block.alt), ...block.series.map(({ label }) => label)];
      case 'table':
        return [...block.columns.map(({ title }) => title), ...block.rows.flat().map((cell: Spans) => plain(cell))];
      case 'choice':
        return [block.label, ...block.options.flatMap(({ word, label, about = '' }) => [word, label, about])];
      case 'actions':
        return block.actions.flatMap(({ label, does }) => [label, does]);
    }
  }),
];

/** All of it on lines. */
export const wordsOf = (reply: Reply): string => textsOf(reply).join('\n');

/** Settings that all do this. */
export const settingsThat = (never: () => Promise<never>): Settings => ({
  resetDemo: never,
  use: never,
  rest: never,
  wake: never,
  freeze: never,
  thaw: never,
  alerts: {
    add: never,
    change: never,
    remove: never,
    pause: never,
    resume: never,
    test: never,
    resend: never,
    drop: never,
  },
});
