import type { Offer } from '../../core/facts/prices/offer.ts';
import { always, type Running } from '../../core/facts/prices/terms.ts';
import { gibibytes } from '../../core/gib.ts';
import type { TypeFacts } from '../../core/ports/instance-type.ts';
import type { Product } from '../../core/ports/price-list.ts';
import { isProblem } from '../../core/problem.ts';
import { code, command as typed, list, say, type Spans } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { ofAccelerators, ofBurst } from './stand-in.ts';
import type { Subject } from './subject.ts';
import type { Way } from './ways.ts';

/** What is compared. */
export interface Compared {
  readonly subject: Subject;
  readonly product: Product;
  readonly offer: Offer;
  /** The way to pay that was asked for; undefined: it has no figure. */
  readonly chosen: Way | undefined;
  readonly running: Running;
  facts(type: string): TypeFacts | undefined;
}

/** What a calculation cannot know of a saving, each in a sentence. */
export async function uncertain(compared: Compared, context: Context<'reads'>): Promise<readonly Spans[]> {
  const { subject, product, chosen, running } = compared;
  const { machine } = subject;
  return [
    ...(product.type === subject.product.type ? [] : await ofType(compared, context)),
    ...(product.type === subject.product.type ? [] : await ofZone(compared, context)),
    ...(chosen?.term === undefined
      ? []
      : [
          say`Sure only for the whole term: the commitment is paid for every hour of ${chosen.term.years === 1 ? 'a year' : '3 years'}, whether the machine runs or not${running === always ? '' : ', so being off saves nothing of it'}.`,
        ]),
    ...(chosen?.word === 'spot'
      ? [say`Not sure: the Spot price moves, and EC2 takes the machine back with a notice of two minutes.`]
      : []),
    ...(running === always
      ? []
      : [
          say`Not sure: that it is really stopped for those hours, every time. While it is off, volumes and Elastic IPs are charged as before.`,
        ]),
    ...(machine === undefined
      ? []
      : [
          say`Not known: Reserved Instances and Savings Plans that the account has. What runs now may already cost less than its list price.`,
        ]),
    ...(machine !== undefined && machine.state !== 'running'
      ? [
          say`It is ${machine.state}: “now” is what it costs while it runs; ${typed(`show ${machine.id}`)} tells what is billed at present.`,
        ]
      : []),
  ];
}

/** What another type changes besides its price. */
async function ofType({ subject, product, facts }: Compared, context: Context<'reads'>): Promise<readonly Spans[]> {
  const [old, other] = [facts(subject.product.type), facts(product.type)];
  if (old === undefined || other === undefined)
    return [say`Not known: what ${code((other === undefined ? product : subject.product).type)} is like.`];
  const shared = other.architectures.filter((one) => old.architectures.includes(one));
  const sameSize = old.vCpus === other.vCpus && old.memoryMiB === other.memoryMiB;
  const size = ({ vCpus, memoryMiB }: TypeFacts): string => `${vCpus} vCPU and ${gibibytes(memoryMiB)} GiB`;
  return [
    ...(shared.length > 0
      ? []
      : [
          say`Not sure: ${code(other.name)} is ${list(other.architectures)}, ${code(old.name)} ${list(old.architectures)}: its image and software must exist for that.`,
        ]),
    ...(sameSize
      ? []
      : [say`Not sure: it has ${size(other)} instead of ${size(old)}; whether that is enough its load alone tells.`]),
    ...(old.processor === other.processor || !sameSize
      ? []
      : [say`Not sure: the same work on ${other.processor} instead of ${old.processor} may need more or less of it.`]),
    ...(await ofBurst(old, other, product, context)),
    ...ofAccelerators(old, other),
    ...(old.instanceStoreGB !== undefined && other.instanceStoreGB === undefined
      ? [say`Not the same: it has no local disks.`]
      : []),
  ];
}

/** Whether the zone of a machine has the other type. */
async function ofZone(
  { subject: { machine }, product }: Compared,
  { core, signal }: Context<'reads'>,
): Promise<readonly Spans[]> {
  if (machine === undefined) return [];
  const found = await core.types.offerings({ account: machine.account.name, region: machine.region }, signal);
  if (isProblem(found)) return [say`Not known: whether ${machine.zone} has ${code(product.type)}.`];
  const zones = found.zonesOf(product.type);
  if (zones === 'unknown') return [say`Not known: whether ${machine.zone} has ${code(product.type)}; its region has.`];
  if (zones.includes(machine.zone)) return [];
  return [
    zones.length === 0
      ? say`Not possible as it stands: ${machine.region} does not offer ${code(product.type)}.`
      : say`Not possible as it stands: ${machine.zone} does not have ${code(product.type)}; ${list(zones)} ${zones.length === 1 ? 'has' : 'have'}.`,
  ];
}
