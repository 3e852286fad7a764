import type { Typed } from './typed';

// What is typed and not saved yet, kept in this browser for one person and one submission: it outlives a lost
// connection, a session that ended and a closed window.

export interface Draft {
  /** The entry's version that it was typed over. */
  version: number;
  typed: Typed;
  /** When, in milliseconds. */
  at: number;
}

export class DraftShelf {
  private readonly key: string;

  constructor(personId: number, submissionId: number) {
    this.key = `quarterdeck:typed:${personId}:${submissionId}`;
  }

  /** Drafts by the ids of their entries; none where the browser keeps nothing. */
  read(): Map<number, Draft> {
    try {
      const found = JSON.parse(localStorage.getItem(this.key) ?? '{}') as Record<string, Draft>;
      return new Map(Object.entries(found).map(([id, draft]) => [Number(id), draft]));
    } catch {
      return new Map();
    }
  }

  put(entryId: number, draft: Draft) {
    const drafts = this.read();
    drafts.set(entryId, draft);
    this.write(drafts);
  }

  drop(entryId: number) {
    const drafts = this.read();
    if (drafts.delete(entryId)) this.write(drafts);
  }

  clear() {
    this.write(new Map());
  }

  private write(drafts: Map<number, Draft>) {
    try {
      if (drafts.size === 0) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, JSON.stringify(Object.fromEntries(drafts)));
    } catch {
      // A browser that keeps nothing (full, or told so) still saves to the service.
    }
  }
}
