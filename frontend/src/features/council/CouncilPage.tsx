import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, get, ifMatch, type Schema, unwrap } from '@/api/client';
import { useMay, useSession } from '@/api/session';
import { useSend } from '@/api/use-send';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { ProblemSummary } from '@/ui/ProblemSummary';
import { SummaryList } from '@/ui/SummaryList';
import { TextField } from '@/ui/TextField';
import { CouncilNav } from './CouncilNav';
import { Look } from './Look';
import { standsWords } from './words';

type Council = Schema<'CouncilRead'>;

const councilQuery = (council_id: number) =>
  get('/api/v1/councils/{council_id}', { params: { path: { council_id } } });

/** The council itself: what it is called, its code, since when it is; and how its pages look. */
export function CouncilPage() {
  const { council_id } = useSession();
  const { data: council } = useSuspenseQuery(councilQuery(council_id));
  const mayManage = useMay('manage_organisation');
  const [changing, setChanging] = useState(false);
  return (
    <>
      <CouncilNav />
      <PageTitle aside={mayManage ? <Button onClick={() => setChanging(true)}>Change</Button> : null}>
        {council.name}
      </PageTitle>
      {council.provisional ? <Confirm council={council} mayManage={mayManage} /> : null}
      <SummaryList
        rows={[
          ['Short code', council.code],
          ['GSS code', council.gss_code ?? 'Not given yet'],
          ['Stands', standsWords(council)],
          ['Logo', council.logo ? 'In the bar above every page' : 'None'],
          ['Colour', council.colour ?? 'Quarterdeck’s own'],
        ]}
      />
      {mayManage ? <Look council={council} /> : null}
      {changing ? <ChangeCouncil council={council} onClose={() => setChanging(false)} /> : null}
    </>
  );
}

function patch(council: Council, body: Schema<'CouncilUpdate'>) {
  return unwrap(
    api.PATCH('/api/v1/councils/{council_id}', {
      params: { path: { council_id: council.id }, header: ifMatch(council.version) },
      body,
    }),
  );
}

/** A council that a printed table brought in by its name alone is confirmed by a person. */
function Confirm({ council, mayManage }: { council: Council; mayManage: boolean }) {
  const { run, busy, problem } = useSend(() => patch(council, { provisional: false }));
  return (
    <Notice kind="warning" title="This council is provisional">
      <p>
        A printed table brought it in by its name. Look whether name and GSS code are right, then confirm it;
        until then it does not stand on the sign-in page.
      </p>
      {problem ? <ProblemSummary problem={problem} /> : null}
      {mayManage ? (
        <Button busy={busy} onClick={() => run()}>
          Confirm the council
        </Button>
      ) : null}
    </Notice>
  );
}

function ChangeCouncil({ council, onClose }: { council: Council; onClose: () => void }) {
  return (
    <Dialog title="Change the council" onClose={onClose}>
      <Form
        submit="Save"
        onCancel={onClose}
        onSubmit={(values) =>
          patch(council, {
            name: values.text('name'),
            gss_code: values.optional('gss_code')?.toUpperCase() ?? null,
            valid_from: values.optional('valid_from'),
            valid_to: values.optional('valid_to'),
          })
        }
        onDone={onClose}
      >
        <TextField
          name="name"
          label="Name"
          hint="It stands above every page and in documents. Papers that were sealed keep theirs."
          defaultValue={council.name}
        />
        <TextField
          name="gss_code"
          label="GSS code"
          hint="The Office for National Statistics’ code, such as E07000092"
          optional
          narrow
          defaultValue={council.gss_code ?? ''}
        />
        <TextField
          narrow
          name="valid_from"
          type="date"
          label="First day"
          optional
          defaultValue={council.valid_from ?? ''}
        />
        <TextField
          narrow
          name="valid_to"
          type="date"
          label="Last day"
          hint="Where the council is reorganised."
          optional
          defaultValue={council.valid_to ?? ''}
        />
      </Form>
    </Dialog>
  );
}
