import { command, say } from '../../text.ts';
import { endings } from './tables.ts';
import type { Topic } from './topic.ts';

/** Restarting the system. */
export const reboot: Topic = {
  id: 'reboot',
  group: 'Running',
  title: 'Reboot',
  synonyms: ['restart', 'rebooting', 'restart an instance', 'power cycle', 'reset', 'hard reboot', 'reload'],
  asked: [
    'does a restart change the ip',
    'restart the operating system',
    'reboot or stop and start',
    'is a reboot billed',
    'machine hangs how do I restart it',
    'do I lose data when I reboot',
    'instance does not respond anymore',
    'how long does a reboot take',
    'reboot from the console or from inside',
    'server is frozen',
    'difference between reboot and restart',
    'move to new hardware after a status check failed',
    'scheduled reboot event by aws',
    'restart my server',
    'is reboot the same as stop and start',
    'server hangs',
    'instance frozen cannot ssh restart',
    'does a reboot keep the ip',
    'will a reboot erase the local disk',
    'reboot costs',
    'do I keep my public ip after a reboot',
    'instance status check failed',
    'reboot a windows server',
    'how to restart linux remotely',
    'what happens on a reboot',
    'soft or hard reboot',
    'unresponsive machine',
  ],
  what: say`The system starts anew on the same hardware. The instance stays running all the time, with its addresses and its local disks.`,
  when: say`After an update, or when the system hangs. Not when AWS's hardware is at fault: a stop and start moves the machine to other hardware.`,
  costs: say`Nothing: no new minimum of 60 seconds begins.`,
  wrong: say`EC2 only queues it and never says how it went. A system that does not go down by itself is cut off after some minutes. What was in memory is lost.`,
  tables: [endings],
  answers: [
    {
      asked: ['Does the address change?', 'ip after reboot'],
      says: say`No, a reboot keeps every address, the auto-assigned public one too. Only stop and start change that.`,
    },
    {
      asked: ['Reboot, or stop and start?', 'which one fixes a hung instance'],
      says: say`Reboot first. If the status checks of the system fail, stop and start: it usually comes up on another host, with empty local disks and another public IPv4.`,
    },
    {
      asked: ['Did it work?', 'reboot status'],
      says: say`Nothing tells: the state says running all along. ${command('reboot web-1')} plans one; look into the machine afterwards.`,
    },
  ],
  page: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-reboot.html',
  from: 'EC2 User Guide and API',
  checked: '2026-08',
  see: ['stop-vs-terminate', 'hibernation', 'public-ip'],
  next: [
    ['Plan one', 'reboot web-1'],
    ['One machine', 'show web-1'],
    ['What each keeps', 'explain stop-vs-terminate'],
  ],
};
