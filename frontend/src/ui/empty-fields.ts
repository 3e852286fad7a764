import { Problem } from '@/api/problems';
import { fieldId } from './form-context';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/**
 * The same problem, in which a fault of a field that was left empty asks for what belongs there: "Choose a body."
 * The service only knows that no number or no day reached it, and says how a program would write one.
 */
export function saidOfEmpty(problem: Problem, form: HTMLFormElement | null, formId: string): Problem {
  const faults = problem.faults.map((fault) => {
    const path = fault.pointer.replace(/^\/+/, '').replace(/^body\//, '');
    const field = form?.querySelector<Field>(`[id="${fieldId(formId, path)}"]`);
    return { ...fault, detail: (field && asksFor(field)) ?? fault.detail };
  });
  return new Problem(problem.status, problem.code, problem.message, faults);
}

/** What an empty list or day asks for; null for a field that is filled, and for text, of which the service says it well. */
function asksFor(field: Field): string | null {
  if (field.value !== '') return null;
  if (field instanceof HTMLSelectElement) {
    const first = field.options[0]?.text ?? '';
    return /^choose\b/i.test(first) && !/^choose$/i.test(first) ? `${first}.` : 'Choose one from the list.';
  }
  if (field.type === 'date') return 'Give the day.';
  if (field.type === 'month') return 'Give the month.';
  return null;
}
