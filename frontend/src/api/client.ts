import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import createClient, { type MaybeOptionalInit } from 'openapi-fetch';
import type { PathsWithMethod } from 'openapi-typescript-helpers';
import { problemOf } from './problems';
import type { components, paths } from './schema';

/** A type of the contract by its name: `Schema<'RoundRead'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/** The typed client; `api.POST('/api/v1/rounds', { body })` answers what `unwrap` takes. */
export const api = createClient<paths>({ baseUrl: window.location.origin });

type GetPath = PathsWithMethod<paths, 'get'>;
type GetInit<Path extends GetPath> = MaybeOptionalInit<paths[Path], 'get'>;
type DataOf<Path extends GetPath> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Data } } } };
}
  ? Data
  : string;

/** The data of an answer; a refusal is thrown as a `Problem`, a lost connection as one with status 0. */
export async function unwrap<Data>(
  answer: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Exclude<Data, undefined>> {
  const { data, error, response } = await answer.catch((lost: unknown) => {
    if (lost instanceof DOMException && lost.name === 'AbortError') throw lost;
    throw problemOf(0, lost);
  });
  if (!response.ok) throw problemOf(response.status, error);
  return data as Exclude<Data, undefined>;
}

/** A read as query options, for loaders and pages: `get('/api/v1/rounds/{round_id}', { params: … })`. */
export function get<Path extends GetPath>(
  path: Path,
  ...init: undefined extends GetInit<Path> ? [GetInit<Path>?] : [GetInit<Path>]
) {
  return queryOptions({
    queryKey: [path, init[0] ?? null] as const,
    queryFn: ({ signal }) => unwrap<DataOf<Path>>(api.GET(path, { ...init[0], signal } as never) as never),
  });
}

/** The header that says which version a change is made to. */
export function ifMatch(version: number) {
  return { 'If-Match': `"${version}"` };
}

interface Listed<Item> {
  items: Item[];
  next_cursor: string | null;
}

type ItemOf<Path extends GetPath> = DataOf<Path> extends Listed<infer Item> ? Item : never;
type QueryOf<Path extends GetPath> = paths[Path] extends { get: { parameters: { query?: infer Query } } }
  ? Omit<NonNullable<Query>, 'cursor'>
  : never;
interface ListInit<Path extends GetPath> {
  query?: QueryOf<Path>;
  path?: paths[Path] extends { get: { parameters: { path: infer Part } } } ? Part : undefined;
}

async function page<Path extends GetPath>(
  path: Path,
  init: ListInit<Path>,
  cursor: string | null,
  signal: AbortSignal,
) {
  const query = { limit: 200, ...init.query, ...(cursor ? { cursor } : {}) };
  const answer = api.GET(path, { params: { path: init.path, query }, signal } as never) as never;
  return unwrap<Listed<ItemOf<Path>>>(answer);
}

/** A list page by page, for "Show more". */
export function getPages<Path extends GetPath>(path: Path, init: ListInit<Path> = {}) {
  return infiniteQueryOptions({
    queryKey: [path, 'pages', init] as const,
    queryFn: ({ signal, pageParam }) => page(path, init, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
}

/** A whole list that is short by its nature (services, portfolios, bodies, the quarters of some years). */
export function getAll<Path extends GetPath>(path: Path, init: ListInit<Path> = {}) {
  return queryOptions({
    queryKey: [path, 'all', init] as const,
    queryFn: async ({ signal }) => {
      const items: ItemOf<Path>[] = [];
      let cursor: string | null = null;
      do {
        const read: Listed<ItemOf<Path>> = await page(path, init, cursor, signal);
        items.push(...read.items);
        cursor = read.next_cursor;
      } while (cursor);
      return items;
    },
  });
}
