import { Problem, problemOf } from '@/api/problems';
import { mergedWith } from './clash';
import type { DraftShelf } from './drafts';
import { type Held, isUnchanged, type Row, rowOf, type Summary, summaryOf } from './rows';
import { changesOf, type Entry, type Typed, typedOf } from './typed';

interface Options {
  entries: Entry[];
  drafts: DraftShelf;
  /** Saves what changed; the answer is the entry as saved. */
  save: (entry: Entry, body: ReturnType<typeof changesOf>['body']) => Promise<Entry>;
  /** All entries as the service has them now, after somebody else changed one. */
  readAgain: () => Promise<Entry[]>;
  /** How long somebody pauses before a row is saved, in milliseconds. */
  pause?: number;
}

const LONGEST_WAIT = 30_000;

/**
 * The rows of a submission while they are typed. Each row is saved by itself, one request at a time, and what was
 * typed last wins; a row that changes tells its own listeners alone.
 */
export class EntryStore {
  private readonly rows = new Map<number, Row>();
  private readonly listeners = new Map<number | 'summary', Set<() => void>>();
  private readonly timers = new Map<number, ReturnType<typeof setTimeout>>();
  private readonly inFlight = new Map<number, Promise<void>>();
  private summaryNow: Summary | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private wait = 0;
  private said = '';
  private held: Held | null = null;

  constructor(private readonly options: Options) {
    const kept = options.drafts.read();
    for (const entry of options.entries) this.rows.set(entry.id, rowOf(entry, kept.get(entry.id)));
  }

  ids(): number[] {
    return [...this.rows.keys()];
  }

  /** These entries as the service has them. */
  entries(ids: number[]): Entry[] {
    return ids.map((id) => this.row(id).entry);
  }

  row(id: number): Row {
    const row = this.rows.get(id);
    if (!row) throw new Error(`no entry ${id}`);
    return row;
  }

  summary(): Summary {
    this.summaryNow ??= summaryOf([...this.rows.values()], this.held, this.said);
    return this.summaryNow;
  }

  subscribe(to: number | 'summary', listener: () => void): () => void {
    const all = this.listeners.get(to) ?? new Set();
    this.listeners.set(to, all.add(listener));
    return () => all.delete(listener);
  }

  /** Something to be read out, once. */
  say(words: string) {
    this.said = words;
    this.changed('summary');
  }

  /** Somebody types: nothing waits for it, and it is saved when they pause. */
  type(id: number, fields: Partial<Typed>, pause = this.options.pause ?? 900) {
    const { typed: before, phase } = this.row(id);
    const typed = { ...before, ...fields };
    // Both parts typed into an empty cell make its figure.
    if (('numerator' in fields || 'denominator' in fields) && typed.value === '') typed.value = null;
    const rests = phase === 'saved' || phase === 'refused';
    this.put(id, { typed, problem: null, restored: false, phase: rests ? 'resting' : phase });
    this.keep(id);
    clearTimeout(this.timers.get(id));
    this.timers.set(
      id,
      setTimeout(() => void this.save(id), pause),
    );
  }

  /** Saves a row now, after the save that is under way; answers whether nothing of it is left unsaved. */
  async save(id: number): Promise<boolean> {
    clearTimeout(this.timers.get(id));
    do {
      const running = this.inFlight.get(id);
      const { entry, typed, clash } = this.row(id);
      const { body } = changesOf(entry, typed);
      if (running) await running;
      else if (clash || Object.keys(body).length === 0) break;
      else {
        const sending = this.send(id, entry, typed, body);
        this.inFlight.set(id, sending);
        await sending;
      }
      // Once more for what was typed while it was on its way.
    } while (!this.isStuck(id));
    return this.isSaved(id);
  }

  /** Saves all that is typed; answers whether nothing is left. */
  async saveAll(): Promise<boolean> {
    const saved = await Promise.all(this.ids().map((id) => this.save(id)));
    return saved.every(Boolean);
  }

  /** Of a row that somebody else changed: saves what is typed here over it. */
  keepMine(id: number) {
    const { clash } = this.row(id);
    if (!clash) return;
    this.put(id, { entry: clash, clash: null });
    void this.save(id);
  }

  /** Of a row that somebody else changed: drops what is typed here. */
  takeTheirs(id: number) {
    const { clash } = this.row(id);
    if (!clash) return;
    this.put(id, { entry: clash, clash: null, typed: typedOf(clash), phase: 'resting', problem: null });
    this.options.drafts.drop(id);
  }

  /** What the service has now; rows that somebody is typing in stay as they are. */
  refresh(entries: Entry[]) {
    for (const entry of entries) {
      const row = this.rows.get(entry.id);
      if (!row || row.entry === entry || this.inFlight.has(entry.id) || entry.version < row.entry.version)
        continue;
      if (this.isSaved(entry.id)) this.put(entry.id, { entry, typed: typedOf(entry) });
      // What stands beside it (a target, an action) may be newer while the version is the same.
      else if (entry.version === row.entry.version) this.put(entry.id, { entry });
    }
  }

  discardRestored() {
    for (const id of this.ids()) {
      const row = this.row(id);
      if (!row.restored) continue;
      this.put(id, { typed: typedOf(row.entry), restored: false, phase: 'resting', clash: null });
      this.options.drafts.drop(id);
    }
  }

  /** Sends again what was held by a lost connection. */
  retryHeld() {
    clearTimeout(this.retry);
    for (const id of this.ids()) if (this.row(id).phase === 'held') void this.save(id);
  }

  /** Saves what is still waiting, as the page closes. */
  leave() {
    clearTimeout(this.retry);
    for (const id of this.timers.keys()) if (!this.row(id).restored) void this.save(id);
  }

  private isSaved(id: number): boolean {
    const { entry, typed } = this.row(id);
    return isUnchanged(entry, typed);
  }

  /** Whether saving again by itself would not help. */
  private isStuck(id: number): boolean {
    const { entry, typed, phase } = this.row(id);
    if (phase === 'held' || phase === 'refused' || phase === 'clash') return true;
    return Object.keys(changesOf(entry, typed).body).length === 0;
  }

  private async send(id: number, entry: Entry, sent: Typed, body: ReturnType<typeof changesOf>['body']) {
    this.put(id, { phase: 'saving', problem: null, restored: false });
    try {
      this.take(id, await this.options.save(entry, body), sent);
      this.wait = 0;
    } catch (error) {
      const problem = error instanceof Problem ? error : problemOf(0, error);
      if (problem.status === 412) await this.meet(id);
      else this.refuse(id, problem);
    } finally {
      this.inFlight.delete(id);
    }
  }

  private take(id: number, saved: Entry, sent: Typed) {
    const { typed } = this.row(id);
    const { body } = changesOf(saved, typed);
    const fresh = typedOf(saved);
    const next: Typed = { ...typed };
    for (const field of Object.keys(body) as (keyof Typed)[]) {
      if (typed[field] === sent[field]) Object.assign(next, { [field]: fresh[field] });
    }
    this.put(id, { entry: saved, typed: next });
    this.held = null;
    this.put(id, { phase: this.isSaved(id) ? 'saved' : 'resting' });
    this.keep(id);
  }

  private async meet(id: number) {
    try {
      const theirs = (await this.options.readAgain()).find((each) => each.id === id);
      if (!theirs) throw problemOf(404, null);
      const { entry, typed } = this.row(id);
      const merged = mergedWith(entry, theirs, typed);
      if (merged.clash) this.put(id, { clash: theirs, phase: 'clash' });
      else this.put(id, { entry: theirs, typed: merged.typed, phase: 'resting' });
    } catch (error) {
      this.refuse(id, error instanceof Problem ? error : problemOf(0, error));
    }
  }

  private refuse(id: number, problem: Problem) {
    const held: Held | null = problem.status === 401 ? 'signed-out' : problem.passes ? 'away' : null;
    this.held = held;
    this.put(id, { phase: held ? 'held' : 'refused', problem });
    if (held !== 'away') return;
    clearTimeout(this.retry);
    this.wait = Math.min(LONGEST_WAIT, this.wait ? this.wait * 2 : 3_000);
    this.retry = setTimeout(() => this.retryHeld(), this.wait);
  }

  private keep(id: number) {
    const { entry, typed } = this.row(id);
    if (this.isSaved(id)) this.options.drafts.drop(id);
    else this.options.drafts.put(id, { version: entry.version, typed, at: Date.now() });
  }

  private put(id: number, change: Partial<Row>) {
    this.rows.set(id, { ...this.row(id), ...change });
    this.changed(id);
    this.changed('summary');
  }

  private changed(what: number | 'summary') {
    if (what === 'summary') this.summaryNow = null;
    for (const listener of this.listeners.get(what) ?? []) listener();
  }
}
