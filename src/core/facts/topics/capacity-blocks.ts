import { say } from '../../text.ts';
import type { Topic } from './topic.ts';

/** Accelerators for some days, paid ahead. */
export const capacityBlocks: Topic = {
  id: 'capacity-blocks',
  group: 'Paying',
  title: 'Capacity Blocks for ML',
  synonyms: ['capacity block', 'capacity blocks for ml', 'gpu reservation', 'ml capacity', 'gpu block'],
  asked: [
    'reserve gpus for a training run next week',
    'rent p5 machines for two weeks in advance',
    'book h100 gpus ahead',
    'get gpu capacity for a few days',
    'machine learning training capacity on a date',
    'why can I not get any p5 instances',
    'how do I get h100 h200 or b200 gpus',
    'trainium capacity for a fixed time',
    'book accelerators for a start date',
    'pay upfront for gpus for some days',
    'short term gpu cluster reservation',
    'gpus for one week',
    'rent a gpu cluster for a limited time',
    'book gpu time',
    'ml training cluster with a start date',
    'reserve p5 or trn2',
    'llm training capacity',
    'gpu shortage how do I get some',
    'schedule gpu capacity in the future',
    'hire accelerators for some days',
    'buy gpu hours ahead',
    'fine tune a model on h100 for three days',
    'p4d or p5 reservation for a fixed period',
    'guaranteed gpus for a project',
  ],
  what: say`Accelerated instances for a time that you book ahead: so many, from one day to another.`,
  when: say`For a training run with a date, on types that On-Demand hardly ever has.`,
  costs: say`One sum for the whole block, paid ahead. The Price List shows such instances at $0.00 an hour, which means that the block is billed and not the instance.`,
  wrong: say`It ends on its day, whether the work is done or not: keep checkpoints. Its instances bear the lifecycle capacity-block; stopping them saves nothing, for the block is paid.`,
  tables: [
    {
      columns: ['', 'Capacity Block', 'Capacity Reservation', 'Spot'],
      rows: [
        ['types', 'GPU and Trainium, few', 'nearly all', 'most'],
        ['time', 'days to months, fixed', 'until you cancel', 'until AWS needs it'],
        ['paid', 'ahead, whole', 'by the hour', 'by the hour'],
        ['capacity', 'yes', 'yes', 'no'],
      ],
    },
  ],
  answers: [
    {
      asked: ['Which types have Capacity Blocks?', 'capacity block instance types'],
      says: say`p4d, p4de, p5 (4xlarge and 48xlarge), p5e, p5en, p6-b200, p6-b300, trn1.32xlarge and trn2 (EC2 API, 2026-08).`,
    },
    {
      asked: ['What does a block cost?', 'price of a capacity block'],
      says: say`AWS quotes it for your dates when you look for an offer in the console. There is no figure for it here.`,
    },
    {
      asked: ['What else is there for GPUs?', 'gpu alternatives when sold out'],
      says: say`Spot for work that may be interrupted, a Capacity Reservation where On-Demand has room, smaller GPU types (g6, g6e), and other regions.`,
    },
  ],
  page: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-blocks.html',
  from: 'EC2 API; Price List',
  checked: '2026-09',
  see: ['capacity-reservations', 'spot', 'instance-types'],
  next: [
    ['Types with GPUs', 'recommend gpu:1 vcpus:4'],
    ['Price of a GPU type', 'price g6.xlarge us-east-1'],
    ['Room for other types', 'explain capacity-reservations'],
  ],
};
