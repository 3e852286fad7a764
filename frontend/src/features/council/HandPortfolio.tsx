import { useSuspenseQuery } from '@tanstack/react-query';
import { api, getAll, ifMatch, type Schema, unwrap } from '@/api/client';
import { postsQuery } from '@/api/organisation';
import { dayBefore, today } from '@/lib/dates';
import { Dialog } from '@/ui/Dialog';
import { Form, type FormValues } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { TextField } from '@/ui/TextField';

const ROLE = 'portfolio_holder';
const holdersQuery = () => getAll('/api/v1/role-grants', { query: { role: ROLE } });

interface Props {
  portfolio: Schema<'PortfolioRead'>;
  onClose: () => void;
}

/** Gives a portfolio to another post: whoever held it does so to the day before. */
export function HandPortfolio({ portfolio, onClose }: Props) {
  const { data: posts } = useSuspenseQuery(postsQuery());
  const { data: grants } = useSuspenseQuery(holdersQuery());
  const held = grants.filter((grant) => grant.in_force && grant.scope_id === portfolio.id);
  async function hand(values: FormValues) {
    const first = values.optional('valid_from') ?? today();
    // Ended first: should the second step fail, repeating both does no harm.
    for (const grant of held) {
      await unwrap(
        api.PATCH('/api/v1/role-grants/{grant_id}', {
          params: { path: { grant_id: grant.id }, header: ifMatch(grant.version) },
          body: { valid_to: dayBefore(first) },
        }),
      );
    }
    return unwrap(
      api.POST('/api/v1/role-grants', {
        body: {
          post_id: values.chosen('post_id'),
          role: ROLE,
          scope: 'portfolio',
          scope_id: portfolio.id,
          valid_from: first,
        },
      }),
    );
  }
  return (
    <Dialog title={`Hand on ${portfolio.name}`} onClose={onClose}>
      {held.length > 0 ? (
        <p>
          {held.map((grant) => grant.holder).join(' and ')} holds it to the day before. What was decided until
          then stays as it is.
        </p>
      ) : null}
      <Form submit="Hand it on" onCancel={onClose} onSubmit={hand} onDone={onClose}>
        <Select
          name="post_id"
          label="To the post"
          empty="Choose a post"
          options={posts.map((post) => ({ value: String(post.id), label: post.title }))}
        />
        <TextField narrow name="valid_from" type="date" label="First day" defaultValue={today()} />
      </Form>
    </Dialog>
  );
}
