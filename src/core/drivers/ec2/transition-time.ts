/** The moment in EC2's StateTransitionReason, `User initiated (2026-01-31 10:00:00 GMT)`; undefined where it names none. */
export function transitionTime(reason: string): number | undefined {
  const [, day, time] = /\((\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (?:GMT|UTC)\)/.exec(reason) ?? [];
  return day === undefined || time === undefined ? undefined : Date.parse(`${day}T${time}Z`);
}
