import type { Outline } from './outline.ts';

/**
 * The rules that are in force where no file is given: for a small team. Whoever wants others copies them into `access.cedar`
 * and goes on from there; docs/access.md shows them.
 */
export const starter = `// Everyone looks; operators change; what is in production wants a reason and a second person.
// Who has which role, \`roles:\` in the configuration says.

@id("look")
@says("Everyone may look at everything.")
permit (principal, action == Action::"look", resource);

@id("operate")
@says("Operators start, stop, hibernate and reboot instances, and recover addresses.")
permit (
  principal in Role::"operator",
  action in [Action::"start", Action::"stop", Action::"hibernate", Action::"reboot", Action::"recover"],
  resource
);

@id("destroy")
@says("Operators terminate, release, disassociate and reset reverse DNS when an approver approves.")
permit (
  principal in Role::"operator",
  action in [Action::"terminate", Action::"release", Action::"disassociate", Action::"reset-dns"],
  resource
)
when { context has approver && context.approver in Role::"approver" };

// Exactly the tag \`env\` with the value \`prod\`. Tags are compared letter by letter: \`Env=prod\`, \`env=Prod\` and
// \`env=production\` are other tags, and what bears them is not covered. If yours are written otherwise, write it here.
// Recovering an address is left out: it brings back what is missing.
@id("production")
@says("What is tagged env=prod is changed with a reason, and when an approver approves.")
forbid (
  principal,
  action in [
    Action::"start", Action::"stop", Action::"hibernate", Action::"reboot",
    Action::"terminate", Action::"release", Action::"disassociate", Action::"reset-dns"
  ],
  resource
)
when { resource.hasTag("env") && resource.getTag("env") == "prod" }
unless { context has reason && context has approver && context.approver in Role::"approver" };

@id("untouchable")
@says("What is tagged quartermaster=never is not changed from here, by nobody.")
forbid (principal, action in Action::"change", resource)
when { resource.hasTag("quartermaster") && resource.getTag("quartermaster") == "never" };

@id("settings")
@says("Operators alter what Quartermaster keeps for everybody.")
permit (principal in Role::"operator", action == Action::"settings", resource);

// An admin has no right to change anything in AWS by this role alone.
@id("freeze")
@says("Admins freeze all changes, end a freeze, and act through one.")
permit (principal in Role::"admin", action in [Action::"freeze", Action::"break-glass"], resource);
`;

const change = ['start', 'stop', 'hibernate', 'reboot', 'terminate', 'reset-dns', 'disassociate', 'release', 'recover'];

/** What the rules of the starter are about, one by one, so that no start loads their language; a test holds it to what that reads. */
export const starterOutline: readonly Outline[] = [
  { effect: 'permit', roles: 'any', actions: ['look'], always: true },
  {
    effect: 'permit',
    roles: ['operator'],
    actions: ['start', 'stop', 'hibernate', 'reboot', 'recover'],
    always: false,
  },
  {
    effect: 'permit',
    roles: ['operator'],
    actions: ['terminate', 'reset-dns', 'disassociate', 'release'],
    always: false,
    approvers: ['approver'],
  },
  {
    effect: 'forbid',
    roles: 'any',
    actions: change.filter((kind) => kind !== 'recover'),
    always: false,
    approvers: ['approver'],
  },
  { effect: 'forbid', roles: 'any', actions: change, always: false },
  { effect: 'permit', roles: ['operator'], actions: ['settings'], always: false },
  { effect: 'permit', roles: ['admin'], actions: ['freeze', 'break-glass'], always: false },
];
