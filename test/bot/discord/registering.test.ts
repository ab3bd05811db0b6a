import { REST } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applicationCommands, type ApplicationCommand } from '../../../src/bot/discord/register.ts';
import { registering, type RegisteringParts } from '../../../src/bot/discord/registering.ts';
import { commands } from '../../../src/commands/index.ts';
import type { Log } from '../../../src/core/ports/log.ts';
import { openCommandsApi, type CommandsApi } from './commands-api.ts';

const ours = applicationCommands('ec2', commands);
const everywhere = '/applications/1/commands';
const inServer = (server: string) => `/applications/1/guilds/${server}/commands`;
const names = ['ec2', 'Look up instances'];

describe('commands are registered', () => {
  let api: CommandsApi;
  let rest: REST;
  let logged: string[];
  beforeEach(async () => {
    api = await openCommandsApi();
    rest = new REST({ api: api.url, retries: 0 }).setToken('a-token');
    logged = [];
  });
  afterEach(() => api.close());

  const note: Log['info'] = (_, message) => void logged.push(message);
  const log: Log = { info: note, warn: note, error: note };
  const register = (parts: Partial<RegisteringParts> = {}) =>
    registering({ rest, application: '1', commands: ours, joined: [], log, ...parts });
  const puts = () => api.calls.filter((call) => call.startsWith('PUT'));

  it('for every server, once: whoever starts later finds them as they should be', async () => {
    expect(await register()).toEqual(['Commands for every server: registered.']);
    expect(await register()).toEqual(['Commands for every server: as before.']);
    expect(puts()).toEqual([`PUT ${everywhere}`]);
    expect(api.names(everywhere)).toEqual(names);
    expect(logged).toEqual(['Commands for every server: registered.', 'Commands for every server: as before.']);
  });

  /** Every way in which a version of ours may say something else. */
  const [ec2, lookUp] = ours;
  const changes: readonly (readonly [what: string, change: (one: string) => string])[] = [
    ['a description', (one) => one.replace('Which page of the list', 'The page')],
    ['a name', (one) => one.replace('"even-in-group"', '"also-in-group"')],
    ['what is required', (one) => one.replace(',"required":true', '')],
    ['what is completed', (one) => one.replace(',"autocomplete":true', '')],
    ['a bound', (one) => one.replace('"max_value":730', '"max_value":744')],
    ['a bound that is left out', (one) => one.replace('"min_value":0,', '')],
    ['the longest text', (one) => one.replace(',"max_length":500', '')],
    ['a choice', (one) => one.replace('{"name":"host","value":"host"}', '{"name":"host","value":"metal"}')],
    ['a type', (one) => one.replace('"type":5', '"type":3')],
    ['the order of options', (one) => one.replace(/("options":\[)(\{[^{}]*\}),(\{[^{}]*\})/, '$1$3,$2')],
    ['where it stands', (one) => one.replace('"contexts":[0,1]', '"contexts":[0]')],
  ];
  it.each(changes)('anew where %s differs', async (_, change) => {
    const before = JSON.stringify(ec2);
    expect(change(before)).not.toBe(before);
    // As an older version of ours would have sent it.
    const older = [JSON.parse(change(before)) as ApplicationCommand, ...(lookUp === undefined ? [] : [lookUp])];
    await register({ commands: older });
    expect(await register()).toEqual(['Commands for every server: registered.']);
    expect(await register()).toEqual(['Commands for every server: as before.']);
  });

  it('under another name, and the old one is gone', async () => {
    await register({ commands: applicationCommands('aws', commands) });
    await register();
    expect(api.names(everywhere)).toEqual(names);
  });

  it('in the servers that are listed alone, which are given them before they are taken from all', async () => {
    await register();
    expect(await register({ servers: ['7', '8'] })).toEqual([
      'Commands of server 7: registered.',
      'Commands of server 8: registered.',
      'Commands for every server: taken back.',
    ]);
    expect(api.names(everywhere)).toEqual([]);
    expect(puts()).toEqual([`PUT ${everywhere}`, `PUT ${inServer('7')}`, `PUT ${inServer('8')}`, `PUT ${everywhere}`]);
    expect(await register({ servers: ['7', '8'] })).toEqual([
      'Commands of server 7: as before.',
      'Commands of server 8: as before.',
      'Commands for every server: none, as before.',
    ]);
    expect(puts()).toHaveLength(4);
  });

  it('and are taken from a server that is listed no longer, where it is known that the bot is there', async () => {
    await register({ servers: ['7', '8'], joined: ['7', '8'] });
    expect(await register({ servers: ['7'], joined: ['7', '8', '9'] })).toEqual([
      'Commands of server 7: as before.',
      'Commands for every server: none, as before.',
      'Commands of server 8: taken back.',
    ]);
    expect(api.names(inServer('8'))).toEqual([]);
    expect(await register({ joined: ['7', '8', '9'] })).toEqual([
      'Commands for every server: registered.',
      'Commands of server 7: taken back.',
    ]);
  });

  it('and it is told how others are freed, where it is not known which there are and something was moved', async () => {
    const told =
      /^A server that had commands of its own before.* PUT \[\] to \/applications\/1\/guilds\/SERVER\/commands\.$/;
    expect((await register({ joined: undefined })).at(-1)).toMatch(told);
    expect((await register({ joined: undefined })).at(-1)).not.toMatch(told);
  });

  it('in the other servers where one does not let it be done, which is told', async () => {
    api.refuses(inServer('7'), 403, 'Missing Access');
    expect(await register({ servers: ['7', '8'] })).toEqual([
      'Commands of server 7: not possible (Missing Access); invite the app there with the scope applications.commands.',
      'Commands of server 8: registered.',
      'Commands for every server: none, as before.',
    ]);
    expect(logged).toContain('commands could not be registered');
  });

  it.each([
    ['the token is wrong', everywhere, 401, {}],
    ['Discord refuses them everywhere', everywhere, 403, {}],
    ['Discord fails', inServer('7'), 500, { servers: ['7'] }],
  ])('or it rejects where %s', async (_, route, status, parts) => {
    api.refuses(route, status, 'no');
    await expect(register(parts)).rejects.toMatchObject({ status });
  });
});
