/** One fault in what was sent: `field` is the last part of its JSON pointer, or the parameter's name. */
export interface FieldFault {
  field: string;
  pointer: string;
  code: string;
  detail: string;
}

/** A refusal of the service (RFC 9457), or a connection that was lost (`status` 0). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly faults: FieldFault[] = [],
  ) {
    super(detail);
    this.name = 'Problem';
  }

  /** Whether trying the very same again may work: no connection, or the service is busy. */
  get passes() {
    return this.status === 0 || this.status === 503 || this.status === 507 || this.status === 429;
  }
}

interface ProblemJson {
  type?: string;
  detail?: string;
  title?: string;
  errors?: { pointer: string; code: string; detail: string }[];
}

/** The problem in an answer's body; anything else becomes a sentence somebody can act on. */
export function problemOf(status: number, body: unknown): Problem {
  if (body instanceof Problem) return body;
  if (status === 0) {
    return new Problem(
      0,
      'offline',
      'The service cannot be reached. What you typed is kept; try again in a moment.',
    );
  }
  if (typeof body !== 'object' || body === null) {
    return new Problem(
      status,
      'unknown',
      'The service could not answer. Try again in a moment; if it stays, tell your administrator.',
    );
  }
  const { type, detail, title, errors } = body as ProblemJson;
  const faults = (errors ?? []).map((fault) => ({
    ...fault,
    field: fault.pointer.split('/').at(-1) ?? fault.pointer,
  }));
  return new Problem(
    status,
    type?.split('/').at(-1) ?? 'unknown',
    detail ?? title ?? 'The service refused this.',
    faults,
  );
}

/** A fault found before anything is sent, at the field it belongs to: what the service says of it would not help. */
export function faultAt(field: string, detail: string): Problem {
  return new Problem(422, 'invalid', detail, [{ field, pointer: `/${field}`, code: 'missing', detail }]);
}
