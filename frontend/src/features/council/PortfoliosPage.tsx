import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { portfoliosQuery, usePostNames } from '@/api/organisation';
import { useMay } from '@/api/session';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { LinkButton } from '@/ui/LinkButton';
import { PageTitle } from '@/ui/PageTitle';
import { type Column, Table } from '@/ui/Table';
import { TextField } from '@/ui/TextField';
import { CouncilNav } from './CouncilNav';
import { HandPortfolio } from './HandPortfolio';
import { codeOf, standsWords } from './words';

type Portfolio = Schema<'PortfolioRead'>;

/** The portfolios of Cabinet members, and the post that holds each. */
export function PortfoliosPage() {
  const { data: portfolios } = useSuspenseQuery(portfoliosQuery());
  const postName = usePostNames();
  const mayManage = useMay('manage_organisation');
  const mayGive = useMay('manage_access');
  const [open, setOpen] = useState<{ of: Portfolio | null; to: 'change' | 'hand' } | null>(null);
  const close = () => setOpen(null);
  const columns: Column<Portfolio>[] = [
    { key: 'name', head: 'Portfolio', heads: true, cell: (each) => each.name, text: (each) => each.name },
    {
      key: 'holder',
      head: 'Held by',
      cell: (each) =>
        each.holder_post_id === null ? (
          'No post'
        ) : (
          <Link to="/posts/$postId" params={{ postId: String(each.holder_post_id) }}>
            {postName(each.holder_post_id)}
          </Link>
        ),
      text: (each) => postName(each.holder_post_id),
    },
    {
      key: 'stands',
      head: 'From and to',
      wide: true,
      cell: (each) => standsWords(each),
      text: (each) => standsWords(each),
    },
    {
      key: 'change',
      head: <span className="govuk-visually-hidden">Change</span>,
      cell: (each) => (
        <>
          {mayGive ? (
            <LinkButton onClick={() => setOpen({ of: each, to: 'hand' })} aria-label={`Hand on ${each.name}`}>
              Hand on
            </LinkButton>
          ) : null}{' '}
          {mayManage ? (
            <LinkButton
              onClick={() => setOpen({ of: each, to: 'change' })}
              aria-label={`Change ${each.name}`}
            >
              Change
            </LinkButton>
          ) : null}
        </>
      ),
    },
  ];
  return (
    <>
      <CouncilNav />
      <PageTitle
        aside={
          mayManage ? (
            <Button onClick={() => setOpen({ of: null, to: 'change' })}>Add a portfolio</Button>
          ) : null
        }
      >
        Portfolios
      </PageTitle>
      <p>
        A portfolio is held by a post, such as “Portfolio Holder for Homes”. When another member takes over,
        say on the post’s page who holds it; hand the portfolio on only when it goes to another post.
      </p>
      <Table
        caption="Portfolios"
        quiet
        columns={columns}
        rows={portfolios}
        rowKey={(each) => each.id}
        empty="There are no portfolios. A council without a Cabinet needs none."
        download="portfolios"
      />
      {open?.to === 'change' ? <PortfolioDialog portfolio={open.of} onClose={close} /> : null}
      {open?.to === 'hand' && open.of ? <HandPortfolio portfolio={open.of} onClose={close} /> : null}
    </>
  );
}

function PortfolioDialog({ portfolio, onClose }: { portfolio: Portfolio | null; onClose: () => void }) {
  return (
    <Dialog title={portfolio ? `Change ${portfolio.name}` : 'Add a portfolio'} onClose={onClose}>
      <Form
        submit={portfolio ? 'Save' : 'Add the portfolio'}
        onCancel={onClose}
        onSubmit={(values) => {
          const said = {
            name: values.text('name'),
            valid_from: values.optional('valid_from'),
            valid_to: values.optional('valid_to'),
          };
          return portfolio
            ? unwrap(
                api.PATCH('/api/v1/portfolios/{portfolio_id}', {
                  params: { path: { portfolio_id: portfolio.id }, header: ifMatch(portfolio.version) },
                  body: said,
                }),
              )
            : unwrap(api.POST('/api/v1/portfolios', { body: { ...said, code: codeOf(said.name) } }));
        }}
        onDone={onClose}
      >
        <TextField
          name="name"
          label="Name"
          hint="For example: Homes and Communities"
          defaultValue={portfolio?.name}
        />
        <TextField
          narrow
          name="valid_from"
          type="date"
          label="First day"
          optional
          defaultValue={portfolio?.valid_from ?? ''}
        />
        <TextField
          narrow
          name="valid_to"
          type="date"
          label="Last day"
          hint="After it, the portfolio is not offered for new work. Its history stays."
          optional
          defaultValue={portfolio?.valid_to ?? ''}
        />
      </Form>
    </Dialog>
  );
}
