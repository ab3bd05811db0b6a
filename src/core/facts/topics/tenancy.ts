import { code, command, say } from '../../text.ts';
import type { Topic } from './topic.ts';

/** Who else runs on the same hardware. */
export const tenancy: Topic = {
  id: 'tenancy',
  group: 'Hardware',
  title: 'Tenancy',
  synonyms: ['shared tenancy', 'default tenancy', 'dedicated tenancy', 'host tenancy', 'single tenant', 'multi tenant'],
  asked: [
    'do I share the hardware with other customers',
    'who else runs on my physical server',
    'shared or dedicated hardware',
    'isolated hardware for compliance',
    'change the tenancy of an instance',
    'default dedicated or host',
    'can other companies be on the same machine',
    'what does tenancy mean',
    'neighbours on the same physical machine',
    'physical isolation',
    'move an instance from shared to dedicated',
    'which tenancy should I choose',
    'does somebody else use the same physical machine',
    'noisy neighbours',
    'run on the same hardware as others',
    'what does default tenancy mean',
    'options for hardware isolation',
    'dedicated vs shared vs host',
    'are my instances isolated from other tenants',
    'is the hardware shared',
    'can I have a physical server to myself or only an instance',
    'where do I set the tenancy',
    'vpc tenancy dedicated',
    'multi tenancy security',
    'placement and tenancy settings',
    'compliance requires own hardware which option',
  ],
  what: say`Whether the hardware under an instance may also carry other accounts: default (shared), dedicated (only your account), or host (a whole server that you rent).`,
  when: say`Shared for nearly everything: instances are kept apart anyway. Dedicated where a rule demands hardware of your own; a host where licences are counted by socket or core.`,
  costs: say`Shared is the list price. Dedicated has a price of its own: m5.xlarge $0.204 an hour against $0.192 in us-east-1, other types up to about 10 % more. On a host you pay for the host, and its instances cost $0.00.`,
  wrong: say`It can be changed only while the instance is stopped, and from host to dedicated or default it is refused (${code('InvalidRequest')}). A VPC set to dedicated makes everything in it dedicated.`,
  tables: [
    {
      columns: ['', 'default', 'dedicated', 'host'],
      rows: [
        ['other accounts beside you', 'yes', 'no', 'no'],
        ['billed', 'per instance', 'per instance, dearer', 'per host'],
        ['sockets and cores visible', 'no', 'no', 'yes'],
        ['licences by socket or core', 'no', 'partly', 'yes'],
        ['Capacity Reservations', 'yes', 'yes', 'no'],
      ],
    },
  ],
  answers: [
    {
      asked: ['Dedicated Instance or Dedicated Host?', 'instance or host for isolation'],
      says: say`An instance where only isolation is asked for; a host where you must see and keep the server for licences. ${command('explain dedicated-host')} has them side by side.`,
    },
    {
      asked: ['How do I change it?', 'modify tenancy after launch'],
      says: say`Stop the instance, change its placement (${code('ModifyInstancePlacement')}), start it. What came from a host stays on hosts.`,
    },
  ],
  page: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/dedicated-instance.html',
  from: 'EC2 User Guide and API; Price List, us-east-1',
  checked: '2026-09',
  see: ['dedicated-instance', 'dedicated-host', 'capacity-reservations', 'nitro'],
  next: [
    ['One machine and its tenancy', 'show web-1'],
    ['Shared price', 'price m5.xlarge us-east-1'],
    ['The two side by side', 'explain dedicated-host'],
  ],
};
