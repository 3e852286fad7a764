import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '@/api/problems';
import { DraftShelf } from './drafts';
import { EntryStore } from './entry-store';
import { entered, figure } from './fixtures';
import type { Entry } from './typed';

/** The service as far as one test needs it: it takes each save when told to. */
class Service {
  entries: Entry[];
  saves: {
    entry: Entry;
    body: Record<string, unknown>;
    take: () => void;
    refuse: (problem: Problem) => void;
  }[] = [];

  constructor(...entries: Entry[]) {
    this.entries = entries;
  }

  save = (entry: Entry, body: object) =>
    new Promise<Entry>((resolve, reject) => {
      const now = this.entries.find((each) => each.id === entry.id) ?? entry;
      const take = () => {
        if (now.version !== entry.version) return reject(new Problem(412, 'stale', 'Changed'));
        const given = body as Partial<Entry>;
        const saved = { ...entered(now, now.value), ...given } as Entry;
        this.entries = this.entries.map((each) => (each.id === saved.id ? saved : each));
        resolve(saved);
      };
      this.saves.push({ entry, body: body as Record<string, unknown>, take, refuse: reject });
    });

  store(personId = 1) {
    return new EntryStore({
      entries: this.entries,
      drafts: new DraftShelf(personId, 7),
      save: this.save,
      readAgain: async () => this.entries,
      pause: 900,
    });
  }
}

const settled = () => vi.advanceTimersByTimeAsync(0);

describe('rows that are saved as they are typed', () => {
  beforeEach(() => {
    localStorage.clear();
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  it('waits for a pause, and sends what changed with the version it was typed over', async () => {
    const service = new Service(figure(1, 'H1'));
    const store = service.store();
    for (const value of ['9', '94', '94.2']) store.type(1, { value });
    await vi.advanceTimersByTimeAsync(899);
    expect(service.saves).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(service.saves.map(({ body }) => body)).toEqual([{ value: 94.2 }]);
    expect(service.saves[0]?.entry.version).toBe(1);
  });

  it('has one request of a row on its way, and what was typed last wins', async () => {
    const service = new Service(figure(1, 'H1'));
    const store = service.store();
    store.type(1, { value: '94' });
    void store.save(1);
    store.type(1, { value: '95' });
    void store.save(1);
    store.type(1, { value: '96' });
    void store.save(1);
    await settled();
    expect(service.saves).toHaveLength(1);
    service.saves[0]?.take();
    await settled();
    expect(service.saves.map(({ body }) => body)).toEqual([{ value: 94 }, { value: 96 }]);
    expect(service.saves[1]?.entry.version).toBe(2);
    expect(store.row(1).typed.value).toBe('96');
    service.saves[1]?.take();
    await settled();
    expect(store.row(1).phase).toBe('saved');
    expect(service.saves).toHaveLength(2);
  });

  it('puts together what two people typed into different fields of a row', async () => {
    const service = new Service(figure(1, 'H1'));
    const store = service.store();
    service.entries = [{ ...figure(1, 'H1'), commentary: 'Theirs', version: 2 }];
    store.type(1, { value: '94' });
    void store.save(1);
    service.saves[0]?.take();
    await settled();
    expect(service.saves[1]?.body).toEqual({ value: 94 });
    expect(service.saves[1]?.entry.version).toBe(2);
    service.saves[1]?.take();
    await settled();
    expect(store.row(1).typed).toMatchObject({ value: '94', commentary: 'Theirs' });
  });

  it('asks where both typed into the same field, and saves nothing before the answer', async () => {
    const service = new Service(figure(1, 'H1'));
    const store = service.store();
    service.entries = [entered(figure(1, 'H1'), 93)];
    store.type(1, { value: '94' });
    void store.save(1);
    service.saves[0]?.take();
    await settled();
    expect(store.row(1)).toMatchObject({ phase: 'clash', typed: { value: '94' }, clash: { value: 93 } });
    await store.saveAll();
    expect(service.saves).toHaveLength(1);
    store.keepMine(1);
    expect(service.saves[1]?.entry.version).toBe(2);
    service.saves[1]?.take();
    await settled();
    expect(service.entries[0]?.value).toBe(94);
  });

  it('takes theirs where that is chosen', async () => {
    const service = new Service(figure(1, 'H1'));
    const store = service.store();
    service.entries = [entered(figure(1, 'H1'), 93)];
    store.type(1, { value: '94' });
    void store.save(1);
    service.saves[0]?.take();
    await settled();
    store.takeTheirs(1);
    expect(store.row(1).typed.value).toBe('93');
    expect(store.summary().unsaved).toEqual([]);
    expect(new DraftShelf(1, 7).read().size).toBe(0);
  });

  it('keeps typing while the connection is lost, and saves the newest when it is back', async () => {
    const service = new Service(figure(1, 'H1'));
    const store = service.store();
    store.type(1, { value: '94' });
    void store.save(1);
    service.saves[0]?.refuse(new Problem(0, 'offline', 'No connection'));
    await settled();
    expect(store.summary()).toMatchObject({ held: 'away', unsaved: [1] });
    store.type(1, { value: '95' }, 60_000);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(service.saves[1]?.body).toEqual({ value: 95 });
    service.saves[1]?.take();
    await settled();
    expect(store.summary()).toMatchObject({ held: null, unsaved: [] });
  });

  it('brings back what a closed window or an ended session left unsaved, for this person alone', async () => {
    const service = new Service(figure(1, 'H1'), figure(2, 'H2'));
    const before = service.store();
    before.type(1, { value: 'n/a' });
    before.type(2, { value: '90' });
    void before.save(2);
    service.saves[0]?.refuse(new Problem(401, 'signed-out', 'Sign in'));
    await settled();
    expect(before.summary().held).toBe('signed-out');
    const after = service.store();
    expect(after.summary()).toMatchObject({ restored: 2, unsaved: [1, 2] });
    expect(after.row(1).typed.value).toBe('n/a');
    expect(service.store(2).summary().restored).toBe(0);
    const saving = after.saveAll();
    service.saves[1]?.take();
    expect(await saving).toBe(false);
    expect([...new DraftShelf(1, 7).read().keys()]).toEqual([1]);
    after.discardRestored();
    expect(new DraftShelf(1, 7).read().size).toBe(0);
  });

  it('offers a draft beside what somebody else has saved since', () => {
    const service = new Service(figure(1, 'H1'));
    service.store().type(1, { value: '94' });
    service.entries = [entered(figure(1, 'H1'), 93)];
    expect(service.store().row(1)).toMatchObject({ phase: 'clash', typed: { value: '94' } });
  });

  it('tells the listeners of the row that changed and no others', () => {
    const store = new Service(figure(1, 'H1'), figure(2, 'H2')).store();
    const [first, second] = [vi.fn(), vi.fn()];
    store.subscribe(1, first);
    store.subscribe(2, second);
    const untouched = store.row(2);
    store.type(1, { value: '94' });
    expect(first).toHaveBeenCalled();
    expect(second).not.toHaveBeenCalled();
    expect(store.row(2)).toBe(untouched);
  });
});
