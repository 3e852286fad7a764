import type { Schema } from '@/api/client';
import { bothChanged, isEqual } from '@/features/submissions/clash';
import { sentence } from '@/lib/format';
import { CHANGES, PROFILES, saidWords } from './words';

type Proposal = Schema<'ProposalRead'>;
export type TypedProposal = Partial<Schema<'ProposalUpdate'>>;
type Field = keyof TypedProposal;

const LABELS: Partial<Record<Field, string>> = {
  change: 'What is proposed',
  target: 'Target for the year',
  periods: 'Targets of the periods',
  rationale: 'Why',
  benchmark: 'What others achieve',
  benchmark_source: 'Where that is from',
};

/** A proposal as it would be typed, so that what two people did can be held against each other. */
function typedOfProposal(proposal: Proposal): Required<TypedProposal> {
  return {
    change: proposal.change,
    profile: proposal.profile,
    target: proposal.target && plain(proposal.target),
    periods: Object.fromEntries(
      proposal.periods.flatMap(({ period_code, target }) => (target ? [[period_code, plain(target)]] : [])),
    ),
    rationale: proposal.rationale,
    benchmark: proposal.benchmark,
    benchmark_value: proposal.benchmark_value,
    benchmark_source: proposal.benchmark_source,
    explanations: proposal.explanations,
  };
}

/** The fields typed here that somebody else changed meanwhile to something else. base: null where it is not known. */
export function clashing(base: Proposal | null, theirs: Proposal, typed: TypedProposal): Field[] {
  const after = typedOfProposal(theirs);
  const mine = { ...after, ...normal(typed) };
  const fields = Object.keys(typed) as Field[];
  if (!base) return fields.filter((field) => !isEqual(mine[field], after[field]));
  return fields.filter((field) => bothChanged([field], typedOfProposal(base), after, mine));
}

/** The fields that somebody else changed and nobody types here. */
export function theirFields(base: Proposal, theirs: Proposal, typed: TypedProposal): Field[] {
  const [before, after] = [typedOfProposal(base), typedOfProposal(theirs)];
  return (Object.keys(after) as Field[]).filter(
    (field) => !(field in typed) && !isEqual(before[field], after[field]),
  );
}

/** What both say of each field, in words. */
export function clashRows(theirs: Proposal, typed: TypedProposal, fields: Field[]) {
  const after = typedOfProposal(theirs);
  return fields.map((field) => ({
    label: LABELS[field] ?? sentence(field),
    theirs: words(theirs, field, after),
    mine: words(theirs, field, { ...after, ...normal(typed) }),
  }));
}

function words(of: Proposal, field: Field, said: Required<TypedProposal>): string {
  const measured = of.indicator.definition;
  if (field === 'target') return saidWords(said.target && plain(said.target), measured);
  if (field === 'periods')
    return (
      of.periods
        .map(({ period_code, period_label }) => {
          const target = said.periods[period_code];
          return `${period_label}: ${saidWords(target ? plain(target) : null, measured)}`;
        })
        .join('; ') || 'Nothing'
    );
  if (field === 'explanations') return Object.values(said.explanations).join('; ') || 'Nothing';
  if (field === 'change') return said.change ? (CHANGES[said.change] ?? said.change) : 'Nothing';
  if (field === 'profile') return PROFILES[said.profile].label;
  return String(said[field] ?? '') || 'Nothing';
}

function normal(typed: TypedProposal): TypedProposal {
  const periods = typed.periods && {
    periods: Object.fromEntries(Object.entries(typed.periods).map(([code, each]) => [code, plain(each)])),
  };
  return { ...typed, ...(typed.target ? { target: plain(typed.target) } : {}), ...periods };
}

function plain({ value, low, high, text }: Schema<'ProposedTarget'>) {
  return { value: value ?? null, low: low ?? null, high: high ?? null, text };
}
