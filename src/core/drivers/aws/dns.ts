import {
  ListResourceRecordSetsCommand,
  paginateListHostedZones,
  type ListResourceRecordSetsCommandInput,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import type { Account, DnsRecord } from '../../ports/instance.ts';
import type { Problem } from '../../problem.ts';
import { say } from '../../text.ts';
import { readProblem, stated } from './errors.ts';

/** Zones looked through for one answer, and record sets of each: Route 53 takes five calls a second of an account, and cannot be asked by address. */
const zonesAtMost = 50;
const recordSetsAtMost = 3_000;
/** Pages of either, which hold 100 zones or 300 record sets each where Route 53 itself answers: what goes on longer is private, or empty. */
const pagesAtMost = 300;

/** A records of the account's public zones that point to these addresses; a gap where not all could be looked through. Rejects when the signal is aborted. */
export async function recordsTo(
  client: Route53Client,
  account: Account,
  ips: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<{ readonly records: readonly DnsRecord[]; readonly gap?: Problem }> {
  const records: DnsRecord[] = [];
  let zones = 0;
  let pages = 0;
  try {
    for await (const page of paginateListHostedZones({ client }, {}, { abortSignal: signal })) {
      pages += 1;
      if (pages > pagesAtMost) return { records, gap: tooMany(account) };
      for (const { Id, Name, Config } of stated(page.HostedZones)) {
        if (Id === undefined || Config?.PrivateZone === true) continue;
        zones += 1;
        if (zones > zonesAtMost) return { records, gap: tooMany(account) };
        if (!(await walk(client, Id, nameOf(Name), ips, records, signal))) return { records, gap: tooMany(account) };
      }
    }
    return { records };
  } catch (error) {
    signal.throwIfAborted();
    return { records, gap: readProblem(error, say`Route 53 of ${account.name}`) };
  }
}

/** False: the zone has more record sets than are looked through. */
async function walk(
  client: Route53Client,
  zoneId: string,
  zone: string,
  ips: ReadonlySet<string>,
  records: DnsRecord[],
  signal: AbortSignal,
): Promise<boolean> {
  let seen = 0;
  let from: ListResourceRecordSetsCommandInput = { HostedZoneId: zoneId };
  for (let pages = 0; pages < pagesAtMost; pages += 1) {
    const page = await client.send(new ListResourceRecordSetsCommand(from), { abortSignal: signal });
    for (const { Name, Type, ResourceRecords = [] } of stated(page.ResourceRecordSets)) {
      seen += 1;
      if (Type !== 'A') continue;
      for (const { Value } of ResourceRecords)
        if (Value !== undefined && ips.has(Value)) records.push({ ip: Value, name: nameOf(Name), zone });
    }
    if (page.IsTruncated !== true) return true;
    if (seen >= recordSetsAtMost) return false;
    from = {
      HostedZoneId: zoneId,
      StartRecordName: page.NextRecordName,
      StartRecordType: page.NextRecordType,
      StartRecordIdentifier: page.NextRecordIdentifier,
    };
  }
  return false;
}

/** Without the dot at the end. */
const nameOf = (name: string | undefined): string => (name ?? '').replace(/\.$/, '');

const tooMany = (account: Account): Problem => ({
  problem: 'cloud-refused',
  what: say`Route 53 of ${account.name}: only the first ${zonesAtMost} zones, and ${recordSetsAtMost} record sets of each, were looked through.`,
  todo: say`Look for A records of the address in the Route 53 console.`,
});
