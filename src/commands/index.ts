import { accessShow } from './access-show.ts';
import { accessTest } from './access-test.ts';
import { addresses } from './addresses.ts';
import { alertsEdit } from './alerts-edit.ts';
import { alertsList } from './alerts-list.ts';
import { alertsPause, alertsResume } from './alerts-pause.ts';
import { alertsRemove } from './alerts-remove.ts';
import { alertsDrop, alertsResend } from './alerts-resend.ts';
import { alertsRules } from './alerts-rules.ts';
import { alertsRun } from './alerts-run.ts';
import { alertsShow } from './alerts-show.ts';
import { alertsSubscribe } from './alerts-subscribe.ts';
import { alertsTest } from './alerts-test.ts';
import { changeCommands } from './changes.ts';
import { finding } from './finding.ts';
import { keep } from './keep.ts';
import { kept } from './kept.ts';
import { leftovers } from './leftovers.ts';
import { owner } from './owner.ts';
import { snooze } from './snooze.ts';
import { undo } from './undo.ts';
import { unkeep } from './unkeep.ts';
import { use } from './use.ts';
import { volumes } from './volumes.ts';
import { approve } from './approve.ts';
import { audit } from './audit.ts';
import { cancel } from './cancel.ts';
import type { Command } from './command.ts';
import { compare } from './compare.ts';
import { confirm } from './confirm.ts';
import { cost } from './cost.ts';
import { demoReset } from './demo-reset.ts';
import { deny } from './deny.ts';
import { explain } from './explain.ts';
import { freezeOff, freezeOn, freezeShow } from './freeze.ts';
import { help } from './help.ts';
import { home } from './home.ts';
import { image } from './image.ts';
import { list } from './list.ts';
import { lookup } from './lookup.ts';
import { plans } from './plans.ts';
import { price } from './price.ts';
import { recommend } from './recommend.ts';
import { savings } from './savings.ts';
import { show } from './show.ts';
import { topics } from './topics.ts';
import { whoami } from './whoami.ts';

/** Everything a person can say, in the order that help tells it. A new command is a file and a line here. */
export const commands: readonly Command[] = [
  list,
  show,
  lookup,
  explain,
  price,
  compare,
  recommend,
  image,
  topics,
  cost,
  addresses,
  volumes,
  ...changeCommands,
  confirm,
  cancel,
  plans,
  approve,
  deny,
  undo,
  leftovers,
  finding,
  owner,
  keep,
  snooze,
  unkeep,
  kept,
  savings,
  alertsList,
  alertsShow,
  alertsRules,
  alertsSubscribe,
  alertsEdit,
  alertsPause,
  alertsResume,
  alertsRun,
  alertsTest,
  alertsRemove,
  alertsResend,
  alertsDrop,
  use,
  audit,
  freezeOn,
  freezeOff,
  freezeShow,
  accessShow,
  accessTest,
  whoami,
  home,
  help,
  demoReset,
];
