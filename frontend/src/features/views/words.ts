import type { Schema } from '@/api/client';
import type { View } from '@/api/view';
import { isMoment, longDate, moment } from '@/lib/dates';
import { shortPeriod } from '@/lib/periods';

export type Edition = Pick<
  Schema<'EditionRead'>,
  | 'id'
  | 'number'
  | 'period_code'
  | 'period_label'
  | 'sealed_at'
  | 'state'
  | 'issues'
  | 'changed_since_decided'
>;

/** How an edition was put before its bodies: "As Cabinet saw it on 9 June 2026 (edition 2 of Q4 2025/26)". */
function editionSeen(edition: Edition): string {
  const which = `edition ${edition.number} of ${shortPeriod(edition.period_label)}`;
  const toMembers = edition.issues.filter((issue) => issue.locks);
  const shown = toMembers.length > 0 ? toMembers : edition.issues;
  if (shown.length === 0) return `As it was sealed on ${longDate(edition.sealed_at)} (${which})`;
  const seen = shown.map(({ body_name, decided_on, issued_at }, place) => {
    const on = longDate(decided_on ?? issued_at);
    return place === 0 ? `As ${body_name} saw it on ${on}` : `${body_name} on ${on}`;
  });
  return `${seen.join(', ')} (${which})`;
}

/** From where is seen what an address names; the edition is named once it is known. */
export function viewWords(view: View, edition: Edition | undefined): string {
  if (view.pack) return edition ? editionSeen(edition) : 'As it stands in an edition of the report';
  if (!view.as_of) return 'As it stands now';
  return isMoment(view.as_of) ? `As it stood on ${moment(view.as_of)}` : 'As it stood at a moment past';
}

/** A view as the address of a comparison names the one that is compared with. */
export function comparedWith({ pack, as_of }: View): { from_pack?: number; from_as_of?: string } {
  return pack ? { from_pack: pack } : as_of ? { from_as_of: as_of } : {};
}

/** An edition as one of a list: "Q4 2025/26 · ACE2605 · Cabinet (edition 2, superseded)". */
export function editionChoice(edition: Edition): string {
  const bodies = [...edition.issues].sort((a, b) => Number(b.locks) - Number(a.locks));
  const number = bodies.find((issue) => issue.report_number)?.report_number;
  const to = bodies.map((issue) => issue.body_name).join(', ') || 'not issued yet';
  const superseded = edition.state === 'superseded' ? ', superseded' : '';
  const parts = [shortPeriod(edition.period_label), number, `${to} (edition ${edition.number}${superseded})`];
  return parts.filter(Boolean).join(' · ');
}
