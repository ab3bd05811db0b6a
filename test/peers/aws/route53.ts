import type { DemoEc2 } from '../../../src/core/drivers/demo/ec2.ts';
import { toXml, type Xml } from './xml.ts';

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
/** Route 53 names the elements of its lists, where EC2 writes `item`. */
const listOf = (name: string, items: readonly Xml[]): string =>
  items.map((one) => `<${name}>${toXml(one)}</${name}>`).join('');

/** Route 53's REST API over the demo's records: ListHostedZones and ListResourceRecordSets, one record set a page so that there are several. */
export async function answerRoute53(ec2: DemoEc2, accountId: string, path: string): Promise<string> {
  const { records } = await ec2.world();
  const own = records.filter((record) => record.accountId === accountId);
  const zones = [...new Set(own.map(({ zone }) => zone))];
  const url = new URL(path, 'http://route53');
  const zone = /hostedzone\/([^/]+)\/rrset/.exec(url.pathname)?.[1];
  if (zone === undefined) {
    return `${head}<ListHostedZonesResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HostedZones>${listOf(
      'HostedZone',
      zones.map((name) => ({
        Id: `/hostedzone/${idOf(name)}`,
        Name: `${name}.`,
        CallerReference: 'x',
        Config: { PrivateZone: false },
      })),
    )}</HostedZones><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHostedZonesResponse>`;
  }
  const sets = [
    ...own.filter((record) => idOf(record.zone) === zone).map(({ name, ip }) => ({ name, type: 'A', value: ip })),
    { name: 'www', type: 'CNAME', value: 'elsewhere.example.com' },
  ];
  const from = Math.max(
    0,
    sets.findIndex(({ name }) => `${name}.` === url.searchParams.get('name')),
  );
  const next = sets[from + 1];
  const page = sets
    .slice(from, from + 1)
    .map(
      ({ name, type, value }) =>
        `<ResourceRecordSet>${toXml({ Name: `${name}.`, Type: type, TTL: 300 })}<ResourceRecords>${listOf('ResourceRecord', [{ Value: value }])}</ResourceRecords></ResourceRecordSet>`,
    );
  return `${head}<ListResourceRecordSetsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ResourceRecordSets>${page.join('')}</ResourceRecordSets><IsTruncated>${next !== undefined}</IsTruncated>${next === undefined ? '' : toXml({ NextRecordName: `${next.name}.`, NextRecordType: next.type })}<MaxItems>1</MaxItems></ListResourceRecordSetsResponse>`;
}

const idOf = (zone: string): string => `Z${zone.replaceAll(/[^a-z]/g, '').toUpperCase()}`;
