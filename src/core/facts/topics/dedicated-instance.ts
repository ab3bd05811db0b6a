import { command, say } from '../../text.ts';
import { dedicatedKinds } from './tables.ts';
import type { Topic } from './topic.ts';

/** An instance on hardware of one account. */
export const dedicatedInstance: Topic = {
  id: 'dedicated-instance',
  group: 'Hardware',
  title: 'Dedicated Instances',
  synonyms: ['dedicated instance', 'tenancy dedicated', 'dedicated hardware', 'single tenant instance'],
  asked: [
    'instance on hardware that only my account uses',
    'what does a dedicated instance cost',
    'dedicated instance surcharge or regional fee',
    'two dollar fee per hour and region',
    'no other customer on the same server',
    'run an instance alone on its hardware',
    'private hardware without renting a host',
    'is a dedicated instance always on the same server',
    'extra charge for dedicated tenancy',
    'isolated instance for regulation',
    'hardware just for us but billed per instance',
    'how much more does dedicated cost',
    'extra fee for dedicated instances',
    'dedicated instance price',
    'instance not shared with other companies',
    'does a dedicated instance move to other hardware',
    'what is a dedicated instance good for',
    'is there an hourly region fee for dedicated',
    'own hardware without managing hosts',
    'm5 dedicated price',
    'hipaa dedicated instance',
    'instance isolated at the hardware level',
  ],
  what: say`An instance whose hardware carries no other account. Which server it is you neither see nor choose, and it may change at a stop and start.`,
  when: say`Where a contract or a rule forbids sharing hardware with strangers, and nothing is licensed by socket or core.`,
  costs: say`A price of its own per instance: m5.xlarge $0.204 an hour against $0.192 shared (us-east-1); c5, c6i and others 6 % more, bare metal 5 to 10 %. AWS also had a fee of $2 an hour for each region with at least one running; to be checked on AWS's page, and never added to a sum here.`,
  wrong: say`Other instances of your own account may share the server. Licences by socket or core are only partly possible. One forgotten instance keeps a regional fee alive, if it still stands.`,
  tables: [dedicatedKinds],
  answers: [
    {
      asked: ['Can a running instance become dedicated?', 'switch shared instance to dedicated'],
      says: say`Not while it runs. Stop it, change its tenancy, start it; see ${command('explain tenancy')}.`,
    },
    {
      asked: ['Do Savings Plans apply?', 'discount for dedicated instances'],
      says: say`Yes, both kinds take any tenancy. Regional Reserved Instances are tied to theirs.`,
    },
  ],
  page: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/dedicated-instance.html',
  from: 'EC2 User Guide; Price List, us-east-1',
  checked: '2026-09',
  see: ['tenancy', 'dedicated-host', 'savings-plans'],
  next: [
    ['Shared price', 'price m5.xlarge us-east-1'],
    ['A whole server', 'explain dedicated-host'],
    ['All machines', 'list'],
  ],
};
