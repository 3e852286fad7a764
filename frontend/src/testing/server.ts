import { HttpResponse, http, type JsonBodyType } from 'msw';
import { setupServer } from 'msw/node';
import type { Schema } from '@/api/client';

/** Stands in the network's place, never in our own code's. */
export const server = setupServer();

/** The service answers a read: `answers('/api/v1/rounds', { items: [], next_cursor: null })`. */
export function answers<Data extends JsonBodyType>(path: string, data: Data, status = 200) {
  server.use(http.get(`*${path}`, () => HttpResponse.json(data, { status })));
}

/** The service takes a change: every body sent is put into the list that this answers. */
export function takes<Data extends JsonBodyType>(
  method: 'post' | 'patch' | 'put' | 'delete',
  path: string,
  data: Data,
) {
  const sent: { body: unknown; ifMatch: string | null }[] = [];
  server.use(
    http[method](`*${path}`, async ({ request }) => {
      const text = await request.text();
      sent.push({ body: text ? JSON.parse(text) : null, ifMatch: request.headers.get('if-match') });
      return HttpResponse.json(data);
    }),
  );
  return sent;
}

/** The service refuses a change with a problem. */
export function refuses(
  method: 'get' | 'post' | 'patch' | 'put' | 'delete',
  path: string,
  problem: Pick<Schema<'ProblemDetails'>, 'status' | 'detail'> & Partial<Schema<'ProblemDetails'>>,
) {
  const body = { type: 'about:blank', title: 'Refused', instance: path, errors: [], ...problem };
  server.use(http[method](`*${path}`, () => HttpResponse.json(body, { status: problem.status })));
}
