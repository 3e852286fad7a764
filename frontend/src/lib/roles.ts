// Roles in words. What each may do stands in the service (organisation/roles.py); docs/permissions.md lists it.

interface RoleWords {
  name: string;
  does: string;
}

export const ROLES: Record<string, RoleWords> = {
  administrator: {
    name: 'Administrator',
    does: 'Looks after people, roles, the organisation and the framework.',
  },
  performance_team: {
    name: 'Performance team',
    does: 'Runs the rounds, checks what services submit, and seals the reports.',
  },
  data_provider: {
    name: 'Data provider',
    does: "Enters a service's figures and commentary, and submits them.",
  },
  service_manager: { name: 'Service manager', does: 'Confirms what a service submits, or returns it.' },
  portfolio_holder: {
    name: 'Portfolio Holder',
    does: 'Reviews the figures of a portfolio before members decide.',
  },
  director: { name: 'Director', does: 'Reviews the report with the Corporate Management Team.' },
  cabinet_member: {
    name: 'Cabinet member',
    does: 'Reads the papers put before Cabinet and comments on them.',
  },
  scrutiny_member: {
    name: 'Scrutiny member',
    does: 'Reads the papers put before Overview and Scrutiny and comments on them.',
  },
  committee_administrator: {
    name: 'Committee administrator',
    does: 'Issues papers, and records meetings, decisions and actions.',
  },
  auditor: { name: 'Auditor', does: 'Reads every figure and the audit log, and changes nothing.' },
  analyst: { name: 'Analyst', does: 'Reads what everybody signed in reads.' },
};

/** A role's name: "service_manager" is "Service manager". */
export function roleName(role: string): string {
  return ROLES[role]?.name ?? role;
}
