import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Person } from '../../src/core/people/person.ts';
import { openTalk, type Talk } from './house.ts';
import { writeNow } from '../temporary.ts';

/** Developers look at one account and region, auditors at all; operators change, some of it with a reason or another person. */
export const narrowRules = `
@id("all")
@says("Auditors look at everything.")
permit (principal in Role::"auditor", action == Action::"look", resource);

@id("dev")
@says("Developers look at demo-dev in us-east-1.")
permit (principal in Role::"developer", action == Action::"look", resource)
when { resource.account == "demo-dev" && resource.region == "us-east-1" };

@id("change")
permit (principal in Role::"operator", action in [Action::"start", Action::"stop", Action::"release", Action::"disassociate", Action::"reset-dns", Action::"recover"], resource);

@id("terminate")
@says("Operators terminate when an approver approves.")
permit (principal in Role::"operator", action == Action::"terminate", resource)
when { context has approver && context.approver in Role::"approver" };

@id("why")
@says("What is tagged team=search is changed with a reason.")
forbid (principal, action in Action::"change", resource)
when { resource.hasTag("team") && resource.getTag("team") == "search" }
unless { context has reason };

@id("house")
@says("Operators alter what Quartermaster keeps.")
permit (principal in Role::"operator", action == Action::"settings", resource);
`;

const person = (name: string, ...roles: readonly string[]): Person => ({ id: `os:${name}`, name, roles });

/** Sees and changes one account and region. */
export const olga = person('olga', 'developer', 'operator');
/** Sees everything and changes nothing. */
export const nina = person('nina', 'auditor');
/** Sees and changes everything. */
export const abel = person('abel', 'auditor', 'operator');
/** Sees everything, and approves. */
export const ina = person('ina', 'auditor', 'approver');

/** These rules in a file of a folder of their own. */
export async function fileOf(rules: string): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-rules-'));
  const path = join(folder, 'access.cedar');
  await writeFile(path, rules);
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The whole program on the demo account under these rules. */
export async function openUnder(
  rules: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Talk & { write(rules: string): Promise<void> }> {
  const { path, remove } = await fileOf(rules);
  const talk = await openTalk({ ...env, QUARTERMASTER_ACCESS_FILE: path });
  return {
    ...talk,
    write: (text) => writeNow(path, text, talk.machine.clock),
    async close() {
      await talk.close();
      await remove();
    },
  };
}
