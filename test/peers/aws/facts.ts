import { z } from 'zod';
import type { Call } from './ec2.ts';
import { asXml, type Json, type Xml } from './xml.ts';

/** What EC2 tells of types, their zones and images: records with the API's field names. */
export interface PeerFacts {
  readonly instanceTypes: readonly Readonly<Record<string, Json>>[];
  /** By region the zones, and which types each has. */
  readonly offerings: Readonly<Record<string, readonly { readonly type: string; readonly zone: string }[]>>;
  readonly images: readonly Readonly<Record<string, Json>>[];
}

export const noFacts: PeerFacts = { instanceTypes: [], offerings: {}, images: [] };

/** Names on the wire that are not the field's with a small first letter (EC2's service model, `xmlName`). */
const odd: Readonly<Record<string, string>> = {
  EbsCards: 'ebsCardSet',
  InterfaceTypes: 'interfaceTypeSet',
  Workloads: 'workloadSet',
  Public: 'isPublic',
  State: 'imageState',
  OwnerId: 'imageOwnerId',
  BlockDeviceMappings: 'blockDeviceMapping',
  Tags: 'tagSet',
};
function record(one: Readonly<Record<string, Json>>): Xml {
  const { InferenceAcceleratorInfo: inference, ...rest } = one;
  const { Accelerators: devices } = Inference.parse(inference ?? {});
  // The one list whose elements the service model gives no name, so that they are `member`; it never has two.
  const told =
    devices.length === 0 ? {} : { InferenceAcceleratorInfo: { Accelerators: { member: devices[0] ?? null } } };
  return asXml({ ...rest, ...told }, odd);
}
const Inference = z.object({ Accelerators: z.array(z.json()).default([]) });

/** How many types, or offerings, EC2 takes a page (EC2 API, `MaxResults`). */
const bounds = { DescribeInstanceTypes: [5, 100], DescribeInstanceTypeOfferings: [5, 1_000] } as const;

/** The answer of one of these calls; undefined: another call. `paged` cuts lists as the rest of the peer does. */
export function answerFacts(
  facts: PeerFacts,
  call: Call,
  filters: ReadonlyMap<string, readonly string[]>,
  paged: <T>(all: readonly T[], call: Call) => { readonly items: readonly T[]; readonly next: string | undefined },
  refuse: (code: string, message: string) => never,
): Xml {
  switch (call.action) {
    case 'DescribeInstanceTypes': {
      checkPage(call, bounds.DescribeInstanceTypes, refuse);
      const page = paged(facts.instanceTypes, call);
      return { instanceTypeSet: page.items.map(record), nextToken: page.next };
    }
    case 'DescribeInstanceTypeOfferings': {
      checkPage(call, bounds.DescribeInstanceTypeOfferings, refuse);
      if (call.params.get('LocationType') !== 'availability-zone')
        refuse('InvalidParameterValue', 'this peer knows zones alone');
      const page = paged(facts.offerings[call.region] ?? [], call);
      return {
        instanceTypeOfferingSet: page.items.map(({ type, zone }) => ({
          instanceType: type,
          locationType: 'availability-zone',
          location: zone,
        })),
        nextToken: page.next,
      };
    }
    case 'DescribeImages': {
      const ids = filters.get('image-id');
      const deprecated = call.params.get('IncludeDeprecated') === 'true';
      const page = paged(
        facts.images.filter(
          ({ ImageId, DeprecationTime }) =>
            (ids?.some((id) => id === ImageId) ?? true) && (deprecated || DeprecationTime === undefined),
        ),
        call,
      );
      return { imagesSet: page.items.map(record), nextToken: page.next };
    }
    default:
      return undefined;
  }
}

function checkPage(
  { params }: Call,
  [least, most]: readonly [number, number],
  refuse: (code: string, message: string) => never,
): void {
  const size = params.get('MaxResults');
  if (size !== undefined && (Number(size) < least || Number(size) > most))
    refuse('InvalidParameterValue', `Value ( ${size} ) for parameter maxResults is invalid.`);
}
