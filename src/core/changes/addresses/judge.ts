import type { Problem } from '../../problem.ts';
import { code, say, type Spans } from '../../text.ts';
import { rowOf, type Kind } from '../kinds.ts';
import type { Judgement } from '../resource.ts';
import { stateOf, type AddressCase } from './case.ts';

/** Whether an address may be taken from what uses it, or given back. Its verdict decides; what a service of AWS holds is that service's. */
export function judge(kind: Kind, { found: { ip, verdict }, address }: AddressCase): Judgement {
  const state = stateOf(address);
  if (rowOf(kind).already.includes(state)) return { is: 'already', state };
  const refuse = (todo: Spans): Judgement => {
    const because: Problem = { problem: 'target-refused', what: say`${code(ip)}: ${verdict.says()}.`, todo };
    return { is: 'refused', because };
  };
  switch (verdict.is) {
    case 'not-public':
      return refuse(say`It is changed where its Outpost or carrier is.`);
    case 'service-managed':
      return refuse(say`Change it through that service.`);
    case 'in-transfer':
      return refuse(say`Wait until the transfer is over, or take the offer back in the EC2 console.`);
    case 'unknown':
      return refuse(say`Whoever can see what uses it may change it.`);
    case 'used-by-service':
      return refuse(
        say`Change or delete that first. An Elastic IP of your own then stays, and idles: release it afterwards.`,
      );
    case 'in-use':
    case 'own-range':
    case 'idle':
    case 'extra':
      return { is: 'move' };
  }
}
