import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { useKnownAs } from '@/api/known-as';
import { useMay } from '@/api/session';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { PageTitle } from '@/ui/PageTitle';
import { Select } from '@/ui/Select';
import { type Column, Table } from '@/ui/Table';
import { TextField } from '@/ui/TextField';
import { AdminNav } from './AdminNav';
import { postsQuery, unitsQuery } from './queries';

type Post = Schema<'PostRead'>;

/** The posts of the council; roles belong to posts, so that they pass on with them. */
export function PostsPage() {
  const { data: posts } = useSuspenseQuery(postsQuery());
  const { data: units } = useSuspenseQuery(unitsQuery());
  const knownAs = useKnownAs();
  const mayManage = useMay('manage_organisation');
  const mayReadPeople = useMay('read_personal');
  const [adding, setAdding] = useState(false);
  const names = new Map(units.map((unit) => [unit.id, unit.name]));
  const holders = (post: Post) =>
    post.holdings
      .filter((holding) => holding.valid_to === null)
      .map((holding) => knownAs(holding.person_id))
      .join(', ') || (mayReadPeople ? 'Vacant' : '');
  const columns: Column<Post>[] = [
    {
      key: 'title',
      head: 'Post',
      heads: true,
      cell: (post) => (
        <Link to="/posts/$postId" params={{ postId: String(post.id) }}>
          {post.title}
        </Link>
      ),
      text: (post) => post.title,
    },
    {
      key: 'unit',
      head: 'Service',
      cell: (post) => names.get(post.unit_id) ?? '',
      text: (post) => names.get(post.unit_id) ?? '',
    },
    ...(mayReadPeople ? [{ key: 'holder', head: 'Held by', cell: holders, text: holders }] : []),
  ];
  return (
    <>
      <AdminNav />
      <PageTitle aside={mayManage ? <Button onClick={() => setAdding(true)}>Add a post</Button> : null}>
        Posts
      </PageTitle>
      <Table
        caption="Posts"
        quiet
        columns={columns}
        rows={posts}
        rowKey={(post) => post.id}
        empty="There are no posts yet. Add one, give it roles, then say who holds it."
        download="posts"
      />
      {adding ? <AddPost units={units} onClose={() => setAdding(false)} /> : null}
    </>
  );
}

function AddPost({ units, onClose }: { units: Schema<'UnitRead'>[]; onClose: () => void }) {
  const navigate = useNavigate();
  return (
    <Dialog title="Add a post" onClose={onClose}>
      <Form
        submit="Add the post"
        onCancel={onClose}
        onSubmit={(values) => {
          const title = values.text('title');
          const code = title
            .toUpperCase()
            .replace(/[^A-Z0-9]+/g, '-')
            .replace(/^-|-$/g, '')
            .slice(0, 60);
          return unwrap(
            api.POST('/api/v1/posts', { body: { title, code, unit_id: values.number('unit_id') as number } }),
          );
        }}
        onDone={(post) => navigate({ to: '/posts/$postId', params: { postId: String(post.id) } })}
      >
        <TextField name="title" label="Title" hint="For example: Head of Housing" />
        <Select
          name="unit_id"
          label="Service"
          empty="Choose a service"
          options={units.map((unit) => ({ value: String(unit.id), label: unit.name }))}
        />
      </Form>
    </Dialog>
  );
}
