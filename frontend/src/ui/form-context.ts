import { createContext, useContext } from 'react';
import type { Problem } from '@/api/problems';

interface FormState {
  id: string;
  problem: Problem | null;
}

export const FormContext = createContext<FormState>({ id: 'form', problem: null });

/** A field's id and, where the service refused its content, the sentence that says how to mend it. */
export function useField(name: string) {
  const { id, problem } = useContext(FormContext);
  const error = problem?.faults.find((fault) => matches(fault.pointer, name))?.detail;
  return { id: fieldId(id, name), error };
}

export function fieldId(formId: string, name: string) {
  return `${formId}-${name.replaceAll('/', '-')}`;
}

/** Whether a JSON pointer ("/definition/decimals") or parameter is this field's ("definition/decimals" or "decimals"). */
function matches(pointer: string, name: string) {
  const path = pointer.replace(/^\/+/, '').replace(/^body\//, '');
  return path === name || path.startsWith(`${name}/`);
}
