import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { moment } from '@/lib/dates';
import { things } from '@/lib/format';
import { Button } from '@/ui/Button';
import { Notice } from '@/ui/Notice';
import { Busy } from '@/ui/Progress';
import { SummaryList } from '@/ui/SummaryList';
import { sealQuery } from './queries';
import styles from './Seal.module.css';

/** The edition's digest, what it covers, and whether it is still what was sealed. */
export function Seal({ edition }: { edition: Schema<'EditionDetail'> }) {
  const [asked, setAsked] = useState(false);
  const { framework, figures, activities } = edition.content;
  const whole = edition.part === null && edition.left_out.length === 0;
  return (
    <>
      <h2>The seal</h2>
      <p>
        When the edition was sealed, a digest was made of everything in it and noted in the audit log. If one
        character of it were changed, the digest would no longer fit.
      </p>
      <SummaryList
        rows={[
          ['Sealed', moment(edition.sealed_at)],
          [
            'Digest (SHA-256)',
            <code key="digest" className={styles.digest}>
              {edition.manifest_sha256}
            </code>,
          ],
          [
            'Covers',
            whole
              ? `${things(figures.length, 'figure')} with the observation, target, definition, rule and rating of each; ${things(activities.length, 'activity', 'activities')}; all texts`
              : null,
          ],
          ['Framework', `${framework.name}, version ${framework.number}`],
          [
            'Manifest',
            whole ? (
              <a
                key="manifest"
                href={`/api/v1/packs/${edition.id}/manifest`}
                download={`edition-${edition.id}-manifest.json`}
              >
                Download all that the digest covers (JSON)
              </a>
            ) : null,
          ],
        ]}
      />
      {asked ? <Verified editionId={edition.id} /> : null}
      <Button secondary onClick={() => setAsked(true)}>
        Check the seal
      </Button>
    </>
  );
}

function Verified({ editionId }: { editionId: number }) {
  const { data, error } = useQuery({ ...sealQuery(editionId), staleTime: 0 });
  if (error) return <Notice kind="warning">{error.message}</Notice>;
  if (!data) return <Busy>Making the digest again …</Busy>;
  if (data.verifies) {
    return (
      <Notice kind="success" title="It verifies">
        The digest was made again from the records and is the same. This edition is what was sealed.
      </Notice>
    );
  }
  return (
    <Notice kind="warning" title="It does not verify">
      <ul className="govuk-list govuk-list--bullet">
        {data.faults.map((fault) => (
          <li key={fault}>{fault}</li>
        ))}
      </ul>
      <p>Tell your auditor and whoever runs this service.</p>
    </Notice>
  );
}
