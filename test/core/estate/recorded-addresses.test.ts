import { expect, it } from 'vitest';
import { judgedRecordings, recordedVerdicts } from './recorded-verdicts.ts';

it('every address that AWS really told of has the verdict that was written by hand', async () => {
  const said = (await judgedRecordings()).map(({ answer, address, verdicts }) => [
    answer,
    address.publicIp,
    ...verdicts.map(({ is }) => is),
  ]);
  expect(said).toEqual(recordedVerdicts);
});
