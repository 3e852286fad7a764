"""Who works in the council and what each role may do, and where."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

COUNCIL = "council"
# What a power is, and the roles that have it. "Submit is the data provider's, confirm the service manager's; the
# performance team may enter and submit on behalf", and so on.
POWERS: Mapping[str, Collection[str]] = {
    "run rounds": {"performance_team"},
    "enter": {"performance_team", "data_provider"},
    "review": {"performance_team", "service_manager"},
    "confirm": {"service_manager"},
    "seal": {"performance_team"},
    "issue": {"performance_team", "committee_administrator"},
    "decide for officers": {"director"},
    "decide for a portfolio": {"portfolio_holder"},
    "record for members": {"performance_team", "committee_administrator"},
    "propose figures": {"performance_team", "data_provider", "service_manager"},
    "accept figures": {"performance_team", "service_manager"},
    "raise actions": {"performance_team", "director", "committee_administrator"},
    "work on actions": {"performance_team", "data_provider", "service_manager"},
    "close actions": {"performance_team", "committee_administrator"},
    "see what is typed": {"performance_team", "data_provider", "service_manager", "auditor"},
    "see what is submitted": {
        "performance_team",
        "data_provider",
        "service_manager",
        "auditor",
        "director",
        "portfolio_holder",
    },
    "see every edition": {"performance_team", "director", "committee_administrator", "auditor", "portfolio_holder"},
    "see the body's editions": {"cabinet_member", "scrutiny_member", "committee_administrator"},
}


@dataclass(frozen=True)
class Role:
    """A role, and what it is held for: the council, or one unit, portfolio or body by its name."""

    name: str
    over: str = COUNCIL


@dataclass(frozen=True)
class Person:
    """Somebody with their roles. elsewhere: they belong to another council, and reach nothing of this one."""

    roles: tuple[Role, ...]
    elsewhere: bool = False

    def holds(self, *powers: str) -> bool:
        """Whether they have one of the powers, wherever that is."""
        return any(role.name in POWERS[power] for power in powers for role in self.roles)

    def may(self, power: str, *places: str | None) -> bool:
        """Whether they have the power over the council, or over one of these units, portfolios or bodies."""
        if self.elsewhere:
            return False
        return any(role.name in POWERS[power] and role.over in {COUNCIL, *places} for role in self.roles)


PEOPLE: Mapping[str, Person] = {
    "administrator": Person((Role("administrator"),)),
    "performance team": Person((Role("performance_team"),)),
    "a colleague in the performance team": Person((Role("performance_team"),)),
    "housing's data provider": Person((Role("data_provider", "housing"),)),
    "housing's service manager": Person((Role("service_manager", "housing"),)),
    # A service of one officer, who is provider and manager: never both for one figure.
    "housing's one officer": Person((Role("data_provider", "housing"), Role("service_manager", "housing"))),
    "environment's data provider": Person((Role("data_provider", "environment"),)),
    "environment's service manager": Person((Role("service_manager", "environment"),)),
    "holder of homes": Person((Role("portfolio_holder", "HOMES"),)),
    "holder of streets": Person((Role("portfolio_holder", "STREETS"),)),
    "director": Person((Role("director"),)),
    "cabinet member": Person((Role("cabinet_member", "CAB"),)),
    "scrutiny member": Person((Role("scrutiny_member", "OSC"),)),
    "committee administrator": Person((Role("committee_administrator"),)),
    "cabinet's clerk": Person((Role("committee_administrator", "CAB"),)),
    "auditor": Person((Role("auditor"),)),
    "analyst": Person((Role("analyst"),)),
    "another council's performance team": Person((Role("performance_team"),), elsewhere=True),
}
