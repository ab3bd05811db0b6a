import type { Cloud } from '../ports/cloud.ts';
import type { BurnLooks } from './burn.ts';
import type { Sweeper } from './sweep.ts';

/** What an alert looks with: as much as it may see. */
export interface Looks extends BurnLooks {
  readonly cloud: Cloud;
  readonly sweep: Sweeper;
}
