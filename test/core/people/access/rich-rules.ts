/** Rules of a larger team: hours, places, sums, persons, accounts. */
export const richRules = `
@id("look-main") @says("The account main is for SREs and leads to look at.")
forbid (principal, action == Action::"look", resource)
when { resource.account == "main" }
unless { principal in Role::"sre" || principal in Role::"lead" };

@id("look") @says("All else is for everybody to look at.")
permit (principal, action == Action::"look", resource);

@id("day") @says("Developers start and stop in the account dev on working days from 8 to 18.")
permit (principal in Role::"dev", action in [Action::"start", Action::"stop"], resource)
when { resource.account == "dev" && context.hour >= 8 && context.hour < 18 }
unless { context.weekday == "saturday" };

@id("sre") @says("SREs change instances.")
permit (principal is Person in Role::"sre", action in Action::"change", resource is Instance);

@id("addresses") @says("SREs change addresses when a lead approves.")
permit (principal in Role::"sre", action in Action::"change", resource is Address)
when { context has approver && context.approver in Role::"lead" };

@id("dear") @says("What costs over 5 USD an hour is started with a reason.")
forbid (principal, action == Action::"start", resource)
when { resource has hourlyUsd && resource.hourlyUsd.greaterThan(decimal("5.0")) }
unless { context has reason };

@id("witnesses") @says("Nobody terminates where nobody reads along.")
forbid (principal, action == Action::"terminate", resource)
when { context.private };

@id("many") @says("More than three things at once are changed when a lead approves.")
forbid (principal, action in Action::"change", resource)
when { context.targets > 3 }
unless { context has approver && context.approver in Role::"lead" };

@id("paul") @says("Paul is on leave.")
forbid (principal == Person::"os:paul", action in [Action::"change", Action::"settings"], resource);

@id("house") @says("SREs run Quartermaster, leads freeze.")
permit (principal in Role::"sre", action in [Action::"settings", Action::"break-glass"], resource);
@id("cold") permit (principal in Role::"lead", action == Action::"freeze", resource) when { !context.private };
`;
