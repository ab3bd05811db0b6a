import { localTime } from '../../core/people/access/circumstances.ts';
import type { Instant } from '../../core/time.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Tells days as `25 Nov`, with the year where that is another than now. @param timeZone IANA name. */
export function dayTeller(timeZone: string, now: Instant): (at: Instant) => string {
  const local = localTime(timeZone);
  const yearNow = local(now).date.slice(0, 4);
  return (at) => {
    const [year = '', month = '', day = ''] = local(at).date.split('-');
    return `${Number(day)} ${months[Number(month) - 1] ?? month}${year === yearNow ? '' : ` ${year}`}`;
  };
}
