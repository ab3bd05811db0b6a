import type { Access } from '../../../../src/core/people/access/access.ts';
import type { Person } from '../../../../src/core/people/person.ts';
import type { Roles } from '../../../../src/core/people/directory.ts';
import { thing } from './house.ts';

/** Who has which role in the table. */
export const roles: Roles = {
  operator: ['os:olga', 'os:otto'],
  approver: ['os:anna', 'os:otto'],
  admin: ['os:adam'],
  dev: ['os:dora', 'os:paul'],
  sre: ['os:sven', 'os:paul'],
  lead: ['os:lena'],
};

/** What is asked of each row: a column each. */
export const columns = [
  'start',
  'stop',
  'hibernate',
  'reboot',
  'terminate',
  'disassociate',
  'release',
  'reset-dns',
  'recover',
  'look',
  'settings',
  'freeze',
  'break-glass',
] as const;

const ofAddresses: readonly string[] = ['disassociate', 'release', 'reset-dns', 'recover'];

/** One row of a table: who asks, where, when (UTC), about what. */
export interface Row {
  readonly line: string;
  readonly who: string;
  readonly where: string;
  readonly at: string;
  readonly on: string;
  readonly cells: readonly string[];
}

/**
 * Reads a table: after its first line a row a line, `who where day hour on cells…`.
 *
 * In a cell `yes` is allowed and `-` refused; `why` wants a reason, `two` another person who has the role that the table is
 * about, `both` wants both.
 */
export const rowsOf = (table: string): readonly Row[] =>
  table
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [who = '', where = '', day = '', hour = '', on = '', ...cells] = line.trim().split(/\s+/);
      if (cells.length !== columns.length) throw new Error(`a row of ${cells.length} cells: ${line}`);
      return { line: line.trim().replaceAll(/\s+/g, ' '), who, where, at: `${day} ${hour}`, on, cells };
    });

const days: Readonly<Record<string, string>> = { fri: '2026-11-27', sat: '2026-11-28' };

/** The moment of a row. */
export const momentOf = ({ at }: Row): number => {
  const [day = '', hour = ''] = at.split(' ');
  return Date.parse(`${days[day] ?? ''}T${hour}:00Z`);
};

/** `env=prod`, `account:dev`, `12usd`, `4targets`, joined by `+`; `plain` is none of them. */
function aboutOf(on: string) {
  const parts = on === 'plain' ? [] : on.split('+');
  const tags = parts.flatMap((part) => {
    const [key, value] = part.split('=');
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  });
  const found = (pattern: RegExp) => parts.map((part) => pattern.exec(part)?.[1]).find((one) => one !== undefined);
  const usdPerHour = found(/^(\d+)usd$/);
  return {
    tags: Object.fromEntries(tags),
    account: found(/^account:(.+)$/) ?? 'main',
    targets: Number(found(/^(\d+)targets$/) ?? 1),
    ...(usdPerHour !== undefined && { usdPerHour }),
  };
}

/** What access says, in the words of a table; the row's moment is now. @param second The role that `two` and `both` are about. */
export async function cellOf(access: Access, { who, where, on }: Row, does: string, second: string): Promise<string> {
  const id = `os:${who}`;
  const person: Person = {
    id,
    name: who,
    roles: Object.entries(roles).flatMap(([role, members]) => (members.includes(id) ? [role] : [])),
  };
  const place = where === 'private' ? { id: 'terminal:1', privateTo: id } : { id: where };
  const { targets, tags, account: name, usdPerHour } = aboutOf(on);
  const account = { name, id: '111122223333' };
  if (does === 'settings' || does === 'freeze' || does === 'break-glass')
    return (await access.house(person, place, does)) === undefined ? 'yes' : '-';
  if (does === 'look') {
    const sees = await access.sight(person, place);
    return sees === undefined || sees.sees({ account, region: 'eu-west-1' }) ? 'yes' : '-';
  }
  const is = ofAddresses.includes(does) ? 'address' : 'instance';
  const ruling = await access.change(
    { by: person, where: place, does, targets },
    thing(is, tags, { account, ...(usdPerHour !== undefined && { usdPerHour }) }),
  );
  if (ruling.is !== 'lacks') return ruling.is === 'allowed' ? 'yes' : '-';
  if (ruling.approver === undefined) return 'why';
  // Other roles than the one that is meant are told, so that the cell differs.
  const enough = ruling.approver.roles.join('|');
  const others = enough === second ? '' : `(${enough})`;
  return `${ruling.reason ? 'both' : 'two'}${others}`;
}
