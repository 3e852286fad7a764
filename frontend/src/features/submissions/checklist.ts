import type { Schema } from '@/api/client';
import type { EntryStore } from './entry-store';
import { faultsOf } from './rows';
import { cellId } from './typed';

/** One thing that stands against submitting, with the field where it is mended. */
export interface ToMend {
  sentence: string;
  href: string;
}

/** What cannot be saved as it is typed: unreadable numbers, refusals, and rows that somebody else changed. */
export function unsavedFaults(store: EntryStore): ToMend[] {
  return store
    .summary()
    .unsaved.flatMap((id) =>
      faultsOf(store.row(id)).map(({ field, sentence }) => ({ sentence, href: cellId(id, field) })),
    );
}

/** What the checks found: first what has to be mended, then the warnings that need their explanation. */
export function checklistFaults(checklist: Schema<'ChecklistRead'>): ToMend[] {
  const found = checklist.items.flatMap((item) =>
    item.findings
      .filter((finding) => finding.blocks)
      .map((finding) => ({
        warning: finding.needs_explanation,
        sentence: `${item.label}: ${finding.sentence}`,
        href: cellId(item.entry_id, finding.field),
      })),
  );
  return [...found.filter((each) => !each.warning), ...found.filter((each) => each.warning)].map(
    ({ sentence, href }) => ({ sentence, href }),
  );
}

/** One line for each field: what cannot be read there says more than that nothing is entered. */
export function withoutTwice(faults: ToMend[]): ToMend[] {
  return faults.filter((fault, index) => faults.findIndex((each) => each.href === fault.href) === index);
}
