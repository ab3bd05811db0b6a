import { DescribeSpotPriceHistoryCommand, type EC2Client, type SpotPrice } from '@aws-sdk/client-ec2';
import { platformRow } from '../../facts/prices/platforms.ts';
import { currencyOf } from '../../facts/prices/question.ts';
import { isZero, money } from '../../money.ts';
import type { SpotPoint, SpotQuestion } from '../../ports/price-list.ts';
import type { Instant } from '../../time.ts';
import { listed } from './errors.ts';
import { allPages } from './all-pages.ts';
import { isDecimal } from './product.ts';

/** Records of one page (EC2 API: at most 1,000). */
const recordsAtOnce = 1_000;
/** EC2 has its descriptions with this ending too, for what runs in a VPC; where there never was anything else it leaves the ending out. */
const inVpc = ' (Amazon VPC)';

/** Spot prices since a moment, newest first in each zone. The API tells no currency: it is that of the partition's bill. */
export async function spotPrices(
  client: EC2Client,
  { type, os, region }: SpotQuestion,
  since: Instant,
): Promise<readonly SpotPoint[]> {
  const { spot } = platformRow(os);
  if (spot === undefined) return [];
  const found = await allPages(async (token) => {
    const answer = await client.send(
      new DescribeSpotPriceHistoryCommand({
        // By a filter: the parameter for types knows those of the SDK's own day alone.
        Filters: [{ Name: 'instance-type', Values: [type] }],
        ProductDescriptions: [spot, `${spot}${inVpc}`],
        StartTime: new Date(since),
        MaxResults: recordsAtOnce,
        ...(token !== undefined && { NextToken: token }),
      }),
    );
    return { items: listed(answer.SpotPriceHistory, answer.$metadata), next: answer.NextToken };
  });
  const own = found.filter(
    ({ InstanceType, ProductDescription = '' }) =>
      InstanceType === type && [spot, `${spot}${inVpc}`].includes(ProductDescription),
  );
  const zonesInVpc = new Set(own.filter(isInVpc).map(({ AvailabilityZone }) => AvailabilityZone));
  return own
    .filter((one) => isInVpc(one) || !zonesInVpc.has(one.AvailabilityZone))
    .flatMap((one) => readPoint(one, currencyOf(region)))
    .toSorted((one, other) => (one.zone === other.zone ? other.at - one.at : one.zone < other.zone ? -1 : 1));
}

const isInVpc = ({ ProductDescription }: SpotPrice): boolean => ProductDescription?.endsWith(inVpc) === true;

/** One point; nothing where a part of it is missing, or the price is not one. */
function readPoint(
  { AvailabilityZone: zone, Timestamp, SpotPrice: price }: SpotPrice,
  currency: string,
): readonly SpotPoint[] {
  if (zone === undefined || Timestamp === undefined || price === undefined || !isDecimal(price)) return [];
  const perHour = money(price, currency);
  return isZero(perHour) ? [] : [{ zone, at: Timestamp.getTime(), perHour }];
}
