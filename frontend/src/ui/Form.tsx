import { type FormEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { Problem } from '@/api/problems';
import { useSend } from '@/api/use-send';
import { Button } from './Button';
import { saidOfEmpty } from './empty-fields';
import { FormContext, fieldId } from './form-context';
import { ProblemSummary } from './ProblemSummary';

/** What was typed, by the fields' names. */
export class FormValues {
  constructor(private readonly data: FormData) {}

  /** What was typed, trimmed; empty where nothing was. */
  text(name: string): string {
    const value = this.data.get(name);
    return typeof value === 'string' ? value.trim() : '';
  }

  /** What was typed, or null where nothing was. */
  optional(name: string): string | null {
    return this.text(name) || null;
  }

  /** A number as people type it ("1,200", "45%", "£3"), or null where nothing, or no number, was typed. */
  number(name: string): number | null {
    const typed = this.text(name).replace(/[,\s£%]/g, '');
    return typed === '' || Number.isNaN(Number(typed)) ? null : Number(typed);
  }

  /** The id that was chosen. Where none was it is left out of the body, so that the service says it is needed. */
  chosen(name: string): number {
    return (this.number(name) ?? undefined) as number;
  }

  /** A day that has to be given; left out of the body where it was not. */
  day(name: string): string {
    return (this.optional(name) ?? undefined) as unknown as string;
  }

  checked(name: string): boolean {
    return this.data.has(name);
  }

  all(name: string): string[] {
    return this.data.getAll(name).filter((value): value is string => typeof value === 'string');
  }

  file(name: string): File | null {
    const value = this.data.get(name);
    return value instanceof File && value.size > 0 ? value : null;
  }
}

interface Props<Result> {
  /** Sends what was typed; a `Problem` it throws is shown at the fields it names. */
  onSubmit: (values: FormValues, action: string) => Promise<Result>;
  onDone?: (result: Result) => void | Promise<void>;
  submit: string;
  onCancel?: () => void;
  /** More submit buttons: their `action` reaches `onSubmit`. */
  others?: { action: string; label: string }[];
  warning?: boolean;
  children: ReactNode;
}

/** A form that owns its error summary, its busy state, and what was typed: nothing is lost when the service refuses. */
export function Form<Result>({
  onSubmit,
  onDone,
  submit,
  onCancel,
  others = [],
  warning,
  children,
}: Props<Result>) {
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const { run, busy, problem } = useSend(async (values: FormValues, action: string) => {
    try {
      return await onSubmit(values, action);
    } catch (error) {
      throw error instanceof Problem ? saidOfEmpty(error, form.current, id) : error;
    }
  }, onDone);

  function handle(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    const pressed = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
    void run(new FormValues(new FormData(event.currentTarget)), pressed?.value ?? '');
  }

  return (
    <FormContext.Provider value={{ id, problem }}>
      <form ref={form} onSubmit={handle} noValidate>
        <FormProblem problem={problem} formId={id} form={form.current} />
        {children}
        <div className="govuk-button-group">
          <Button type="submit" busy={busy} warning={warning} value="">
            {submit}
          </Button>
          {others.map((other) => (
            <Button key={other.action} type="submit" secondary busy={busy} value={other.action}>
              {other.label}
            </Button>
          ))}
          {onCancel ? (
            <Button secondary onClick={onCancel}>
              Cancel
            </Button>
          ) : null}
        </div>
      </form>
    </FormContext.Provider>
  );
}

interface FormProblemProps {
  problem: Problem | null;
  formId: string;
  form: HTMLFormElement | null;
}

function FormProblem({ problem, formId, form }: FormProblemProps) {
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem) summary.current?.focus();
  }, [problem]);
  if (!problem) return null;
  const linked = problem.faults.map((fault) => {
    const path = fault.pointer.replace(/^\/+/, '');
    // The deepest field of the form that the fault belongs to.
    const steps = path.split('/').map((_, index, all) => all.slice(0, all.length - index).join('/'));
    const field = steps
      .map((step) => fieldId(formId, step))
      .find((each) => form?.querySelector(`[id="${each}"]`));
    return { detail: fault.detail, href: field };
  });
  // "Write something here." twice over says nothing about where.
  for (const fault of linked.filter((each) =>
    linked.some((other) => other !== each && other.detail === each.detail),
  )) {
    const label = fault.href ? form?.querySelector(`label[for="${fault.href}"]`)?.textContent : undefined;
    if (label) fault.detail = `${label}: ${fault.detail}`;
  }
  return <ProblemSummary ref={summary} problem={problem} faults={linked} />;
}
