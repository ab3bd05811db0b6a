import { afterEach, describe, expect, it } from 'vitest';
import { textsOf } from '../commands/house.ts';
import { openAwsMachine, type AwsMachine } from '../aws-machine.ts';
import { bob, dora, eve, ines, maria, openAttack, privately, roles, type Attack, type AttackWish } from './house.ts';

/** Text that would be a rule, an end of a string, a control sequence or a field of every object, were it taken for more than text. */
const hostile = [
  '") ; permit(principal, action, resource);//',
  '"; permit(principal,action,resource); @id("x',
  '\\") || true || (\\"',
  "' or '1'='1",
  '\u001b[2J\u001b]0;x\u0007',
  '\u202Eevil\u200B',
  '__proto__',
  'constructor',
  'Role::"operator"',
  '${jndi:ldap://x}',
  '@everyone <!channel> *bold* `code`',
] as const;

const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
/** As a line says it. */
const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

let attack: Attack | undefined;
let machine: AwsMachine | undefined;
const open = async (wish: AttackWish = {}): Promise<Attack> => {
  attack = await openAttack(wish);
  return attack;
};
afterEach(async () => {
  const faults = [...(attack?.logged ?? []), ...(machine?.logged ?? [])].filter((line) =>
    line.includes('fault of ours'),
  );
  await attack?.close();
  await machine?.close();
  attack = machine = undefined;
  if (faults.length > 0) throw new Error(faults.join('\n'));
});

describe('through arguments', () => {
  it.each(hostile)('%j gives nobody a right, is shown harmless, and is kept as it is', async (text) => {
    const { say, calls, audit } = await open();
    const lines = [
      `stop web-2 reason:${quoted(text)}`,
      `stop ${quoted(text)}`,
      `stop name:${quoted(text)}`,
      `stop tag:${quoted(`${text}=${text}`)}`,
      `terminate web-1 reason:${quoted(text)} break-glass:yes`,
      `release ${quoted(text)}`,
      `confirm ${quoted(text)} ${quoted(text)}`,
      `approve ${quoted(text)}`,
      `deny 22222222 reason:${quoted(text)}`,
      `freeze on reason:${quoted(text)}`,
      `audit who:${quoted(text)}`,
      `audit instance:${quoted(text)}`,
      `list tag:${quoted(text)}`,
      text,
    ];
    for (const line of lines)
      for (const by of [eve, { ...eve, id: `slack:${text}`, name: text, roles: [text, 'operator'] }]) {
        const { problem, reply } = await say(line, { by, where: { id: `chat:${text}` } });
        if (!/^(audit|list)/.test(line) && line !== text) expect(problem, line).toBeDefined();
        for (const one of textsOf(reply)) expect(one, line).not.toMatch(unsafe);
      }
    expect(calls).toEqual([]);
    expect((await audit()).every(({ event }) => event === 'refused')).toBe(true);
  });

  it.each(['', ' ', '\t', '\u00a0\u2003', '\u200B', '\uFEFF', '\u2060\u200D', '...', '—'])(
    'a reason of %j is none: it neither lifts a rule nor breaks the glass',
    async (reason) => {
      const { say, plan, calls } = await open({ roles: { ...roles, admin: [dora.id, maria.id] } });
      const key = await plan(`stop licensed reason:${quoted(reason)}`, { by: maria });
      expect((await say(`confirm ${key} reason:${quoted(reason)}`, { by: maria })).problem?.problem).toBe(
        'reason-needed',
      );
      await say('freeze on reason:"the sale"', { by: dora });
      const { problem } = await say(`stop web-2 break-glass:yes reason:${quoted(reason)}`, { by: maria });
      expect(problem?.problem).toBe('reason-needed');
      expect(calls).toEqual([]);
    },
  );

  it('a reason that reads like a rule is only a reason', async () => {
    const { say, plan, calls, audit } = await open();
    const key = await plan(`stop licensed reason:${quoted(hostile[0])}`, { by: maria });
    expect((await say(`confirm ${key}`, { by: maria })).problem).toBeUndefined();
    expect((await say(`approve ${key}`, { by: bob })).problem?.problem).toBe('not-allowed');
    expect(calls).toEqual([]);
    expect((await audit()).find(({ event }) => event === 'awaiting')?.says).toContain(hostile[0]);
    expect((await say(`approve ${key}`, { by: ines })).problem).toBeUndefined();
    expect(calls).toHaveLength(1);
  });
});

describe('through the configuration', () => {
  it.each(['oper"ator', 'operator"); permit(principal,action,resource);//', '', 'operator ', 'оperator'])(
    'a role is not called %j',
    async (role) => {
      const said = JSON.parse(`{${JSON.stringify(role)}: ["os:eve"]}`);
      await expect(openAttack({ roles: said })).rejects.toThrow(/roles/);
    },
  );

  it.each([
    ['a role that every object has', { constructor: [eve.id], toString: [eve.id] }],
    ['a field of every object', JSON.parse('{"__proto__": ["os:eve"]}')],
    ['a role that differs in case', { ...roles, Operator: [eve.id] }],
    ['a person whose id reads like a rule', { ...roles, operator: ['os:x");permit(principal,action,resource);//'] }],
    ['a person whose id ends in mine', { ...roles, operator: ['os:x,os:eve', 'os:eve2', 'os:*'] }],
  ])('%s gives eve nothing', async (_, given) => {
    const { say, calls, audit } = await open({ roles: given });
    expect((await say('stop web-2', { by: eve })).problem?.problem).toBe('not-allowed');
    expect(calls).toEqual([]);
    expect(await audit()).toMatchObject([{ event: 'refused', person: { id: eve.id } }]);
  });
});

const look = 'permit (principal, action == Action::"look", resource);';
describe('through the file of rules', () => {
  it.each([
    '"); permit (principal, action, resource);.cedar',
    '${HOME}.cedar',
    '* ? [a].cedar',
    '-rf.cedar',
    ' .cedar',
    '\u202Eradec.sselmrah',
    'ünïcödé—规则.cedar',
    '__proto__',
  ])('called %j: its rules are in force, and its name is only a name', async (name) => {
    const { say, calls } = await open({ rules: look, env: { QUARTERMASTER_ACCESS_FILE: name } });
    const { problem, reply } = await say('stop web-2', { by: maria });
    expect(problem?.problem).toBe('not-allowed');
    for (const one of textsOf(reply)) expect(one).not.toMatch(unsafe);
    expect(calls).toEqual([]);
  });

  it.each([
    ['two rules of one id', `@id("a") ${look}\n@id("a") permit (principal, action, resource);`, /stands in line 1/],
    ['an id that is no word', `@id("a\\"); permit(principal, action, resource);") ${look}`, /no plain word/],
  ])('%s: the program does not start', async (_, rules, why) => {
    await expect(openAttack({ rules })).rejects.toThrow(why);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty', 'policy0', 'policy1'])(
    'a rule with the id %s takes no other out of force',
    async (id) => {
      const rules = `${look}\npermit (principal in Role::"operator", action in Action::"change", resource);\n@id("${id}") forbid (principal, action, resource) when { resource has name && resource.name == "web-2" };`;
      const { say, plan, calls } = await open({ rules });
      expect((await say('stop web-2', { by: maria })).problem?.problem).toBe('not-allowed');
      await plan('stop web-1', { by: maria });
      expect((await say('stop web-1', { by: eve })).problem?.problem).toBe('not-allowed');
      expect(calls).toEqual([]);
    },
  );

  it('a rule for one id is for no id that is like it', async () => {
    const rules = `${look}\npermit (principal == Person::"os:maria", action in Action::"change", resource);`;
    const { say, plan, calls } = await open({ rules, roles: {} });
    await plan('stop web-2', { by: maria });
    for (const id of ['os:Maria', 'os:maria ', ' os:maria', 'os:maria"', 'demo:maria', 'os:mаria', 'os:maria\u0000'])
      expect((await say('stop web-2', { by: { ...eve, id }, where: privately(eve) })).problem?.problem, id).toBe(
        'not-allowed',
      );
    expect(calls).toEqual([]);
  });
});

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
/** What XML 1.0 can write and a line can name. */
const writable = hostile.filter((text) => !/[\p{Cc}\p{Cf}]/u.test(text));

describe('through names and tags of a real account', () => {
  it.each(writable)('%j makes nothing of what is untouchable, and nothing of who may not', async (text) => {
    machine = await openAwsMachine();
    const { peer } = machine;
    // Every instance bears the text as name, and as a tag; those of team web say besides that they are not to be touched.
    peer.fault = ({ action }) =>
      action === 'DescribeInstances'
        ? {
            rewrites: (answer) =>
              answer
                .replaceAll('<value>web-2</value>', `<value>${xml(text)}</value>`)
                .replaceAll('<key>owner</key>', `<key>${xml(text)}</key>`)
                .replaceAll('<key>team</key><value>web</value>', '<key>quartermaster</key><value>never</value>'),
          }
        : undefined;
    const { out } = await machine.pipe([`stop name:${quoted(text)}`, 'stop web-1', 'stop bastion'], { json: true });
    const [named, web1, bastion] = out
      .trim()
      .split('\n')
      .filter((line) => line.includes('"final":true'));
    expect(named).toContain('"code":"not-allowed"');
    expect(web1).toContain('"code":"not-allowed"');
    expect(bastion, 'others may be changed').toContain('confirm ');
    expect((await machine.pipe(['stop bastion'], { json: true, second: true })).out).toContain('"code":"not-allowed"');
    expect(peer.seen.filter(({ action, dryRun }) => /^(Start|Stop|Reboot|Terminate)/.test(action) && !dryRun)).toEqual(
      [],
    );
  });
});
