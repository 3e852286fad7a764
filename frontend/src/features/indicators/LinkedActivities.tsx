import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, getAll, ifMatch, type Schema, unwrap } from '@/api/client';
import { longDate, today } from '@/lib/dates';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { LastDayDialog } from '@/ui/LastDayDialog';
import { LinkButton } from '@/ui/LinkButton';
import { Select } from '@/ui/Select';
import { TextField } from '@/ui/TextField';
import styles from './IndicatorPage.module.css';
import { linksQuery } from './queries';

interface Props {
  indicator: Schema<'IndicatorDetail'>;
  mayEdit: boolean;
}

type Ending = Schema<'ActivityLinkRead'>;

/** The activities that an indicator shows the effect of. */
export function LinkedActivities({ indicator, mayEdit }: Props) {
  const { data: links } = useSuspenseQuery(linksQuery(indicator.id));
  const [linking, setLinking] = useState(false);
  const [ending, setEnding] = useState<Ending | null>(null);
  return (
    <section aria-labelledby="activities">
      <div className={styles.head}>
        <h2 id="activities">Activities it shows the effect of</h2>
        {mayEdit ? <LinkButton onClick={() => setLinking(true)}>Link an activity</LinkButton> : null}
      </div>
      {links.length === 0 ? <p className={styles.meta}>No activity is linked to it.</p> : null}
      <ul className={styles.list}>
        {links.map((link) => (
          <li key={link.id}>
            <Link to="/activities/$activityId" params={{ activityId: String(link.activity_id) }}>
              {link.activity_ref} {link.activity_title}
            </Link>
            {link.valid_to ? <span className={styles.sub}>until {longDate(link.valid_to)}</span> : null}
            {mayEdit && !link.valid_to ? (
              <>
                {' '}
                <LinkButton onClick={() => setEnding(link)}>
                  Unlink<span className="govuk-visually-hidden"> {link.activity_ref}</span>
                </LinkButton>
              </>
            ) : null}
          </li>
        ))}
      </ul>
      {linking ? <LinkDialog indicator={indicator} onClose={() => setLinking(false)} /> : null}
      {ending ? <UnlinkDialog link={ending} onClose={() => setEnding(null)} /> : null}
    </section>
  );
}

function LinkDialog({ indicator, onClose }: { indicator: Props['indicator']; onClose: () => void }) {
  const { data: activities } = useSuspenseQuery(getAll('/api/v1/activities'));
  const free = activities.filter((each) => !indicator.activity_ids.includes(each.id));
  return (
    <Dialog title="Link an activity" onClose={onClose}>
      <p>The indicator then stands beside the activity on its page, in the golden thread and in reports.</p>
      <Form
        submit="Link it"
        onCancel={onClose}
        onDone={onClose}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/indicators/{indicator_id}/activities', {
              params: { path: { indicator_id: indicator.id } },
              body: {
                activity_id: values.chosen('activity_id'),
                valid_from: values.optional('valid_from'),
              },
            }),
          )
        }
      >
        <Select
          name="activity_id"
          label="Activity"
          empty="Choose an activity"
          options={free.map((each) => ({ value: String(each.id), label: `${each.ref} ${each.title}` }))}
        />
        <TextField name="valid_from" label="Linked from" type="date" narrow defaultValue={today()} />
      </Form>
    </Dialog>
  );
}

function UnlinkDialog({ link, onClose }: { link: Ending; onClose: () => void }) {
  return (
    <LastDayDialog
      title={`Unlink ${link.activity_ref}`}
      submit="Unlink it"
      hint="The day before it was linked says that they never belonged together."
      onClose={onClose}
      onSend={(valid_to) =>
        unwrap(
          api.PATCH('/api/v1/indicators/{indicator_id}/activities/{link_id}', {
            params: {
              path: { indicator_id: link.indicator_id, link_id: link.id },
              header: ifMatch(link.indicator_version),
            },
            body: { valid_to },
          }),
        )
      }
    >
      “{link.activity_title}” is linked from {longDate(link.valid_from)}. Reports of quarters up to the last
      day keep the link.
    </LastDayDialog>
  );
}
