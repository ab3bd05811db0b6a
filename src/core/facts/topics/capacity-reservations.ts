import { code, command, say } from '../../text.ts';
import type { Topic } from './topic.ts';

/** Room that is kept, whether it is used or not. */
export const capacityReservations: Topic = {
  id: 'capacity-reservations',
  group: 'Paying',
  title: 'On-Demand Capacity Reservations',
  synonyms: [
    'capacity reservation',
    'odcr',
    'reserve capacity',
    'guaranteed capacity',
    'InsufficientInstanceCapacity',
    'unused reservation',
  ],
  asked: [
    'guarantee that there is room for my machines',
    'make sure I get instances in a zone',
    'insufficient instance capacity when starting',
    'aws has no more of this type in this zone',
    'keep capacity for disaster recovery',
    'hold space for a big event or black friday',
    'is a reservation billed when nothing runs in it',
    'start failed because there is no capacity',
    'we do not have sufficient capacity in the availability zone',
    'reserve room without a contract or term',
    'stopping the instance saves nothing because of the reservation',
    'ensure capacity in an availability zone without commitment',
    'no capacity available in us-east-1a',
    'keep a slot free for my server',
    'be sure a server can start tomorrow',
    'hold capacity without discount',
    'instance will not start because aws is full',
    'not enough capacity',
    'capacity guarantee for failover',
    'pay for capacity that is not used',
    'how to avoid insufficient capacity errors',
    'reserve space in an az',
    'make sure that machines are available when we need them',
    'on-demand capacity',
    'aws out of stock for this instance type',
    'block some servers for us',
    'capacity error on launch',
  ],
  what: say`Room for so many instances of a type in one zone, kept for you from the moment you make it until you cancel it. No term, no discount.`,
  when: say`Where a start must not fail: a fail-over site, an event on a fixed day, a type that is often sold out in your zone.`,
  costs: say`The On-Demand price for every reserved place, filled or empty. Savings Plans have rates for it, filled or empty. An unfilled place of m5.xlarge costs the same as a running one.`,
  wrong: say`Stopping the instance saves nothing while its reservation stands. A full one refuses with ${code('ReservationCapacityExceeded')}. It does not guarantee the resume of a hibernated instance.`,
  tables: [
    {
      columns: ['', 'Capacity Reservation', 'Zonal RI', 'Savings Plan'],
      rows: [
        ['keeps room', 'yes', 'yes', 'no'],
        ['discount', 'no', 'yes', 'yes'],
        ['term', 'none', '1 or 3 years', '1 or 3 years'],
        ['ends', 'when you cancel', 'with its term', 'with its term'],
      ],
    },
  ],
  answers: [
    {
      asked: [
        'EC2 says it has no capacity. What now?',
        'InsufficientInstanceCapacity fix',
        'no capacity what can I do',
      ],
      says: say`Wait and try again, try another zone, or another type of the same size. A start here offers to keep trying. For the next time, reserve.`,
    },
    {
      asked: ['Are we paying for empty reservations?', 'unused capacity reservation cost'],
      says: say`You are wherever one has places left: they are billed like running instances. Cancel it, or start something in it.`,
    },
    {
      asked: ['Does it come with a discount?', 'combine capacity reservation with savings plan'],
      says: say`Not by itself. Savings Plans have rates for filled and for empty places; see ${command('explain savings-plans')}.`,
    },
  ],
  page: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-reservations.html',
  from: 'EC2 User Guide and API; Price List, us-east-1',
  checked: '2026-09',
  see: ['capacity-blocks', 'reserved-instances', 'savings-plans', 'quotas'],
  next: [
    ['Types of equal size', 'recommend vcpus:4 memory:16'],
    ['What runs', 'list running'],
    ['GPUs for some days', 'explain capacity-blocks'],
  ],
};
