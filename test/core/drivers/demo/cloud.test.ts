import { createDemoCloud } from '../../../../src/core/drivers/demo/cloud.ts';
import { createDemoEc2 } from '../../../../src/core/drivers/demo/engine.ts';
import { createControl } from '../../../../src/core/drivers/ec2/control.ts';
import { cloudContract } from '../../../contracts/cloud.ts';
import { fakeClock } from '../../../fake-clock.ts';
import { temporaryStore } from '../../../temporary.ts';

cloudContract('demo', async () => {
  const clock = fakeClock();
  const { store, remove } = await temporaryStore(clock);
  const ec2 = await createDemoEc2({ store, clock });
  return {
    cloud: createDemoCloud({ ec2, clock }),
    control: createControl(ec2, clock),
    pass: (ms) => clock.pass(ms),
    close: remove,
  };
});
