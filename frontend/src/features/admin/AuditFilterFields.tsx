import { useSuspenseQuery } from '@tanstack/react-query';
import { knownAsQuery } from '@/api/known-as';
import { FilterChoice, FilterDay, FilterText } from '@/ui/Filters';
import { SUBJECT_OPTIONS } from './audit-words';
import type { AuditFilters } from './queries';

interface Props {
  filters: AuditFilters;
  onChange: (chosen: Partial<Record<keyof AuditFilters, string | number | undefined>>) => void;
}

/** Who, what, and from when to when. */
export function AuditFilterFields({ filters, onChange }: Props) {
  const { data: people } = useSuspenseQuery(knownAsQuery());
  return (
    <>
      <FilterChoice
        label="Who"
        value={filters.person ? String(filters.person) : undefined}
        all="Everybody"
        options={people.map((each) => ({ value: String(each.person_id), label: each.known_as }))}
        onChange={(person) => onChange({ person: person ? Number(person) : undefined })}
      />
      <FilterChoice
        label="Of what"
        value={filters.subject_kind}
        all="Everything"
        options={SUBJECT_OPTIONS}
        onChange={(subject_kind) => onChange({ subject_kind })}
      />
      <FilterText label="Event" value={filters.event} onChange={(event) => onChange({ event })} />
      <FilterDay label="From" value={filters.from} onChange={(from) => onChange({ from })} />
      <FilterDay label="To" value={filters.to} onChange={(to) => onChange({ to })} />
    </>
  );
}
