import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useMay } from '@/api/session';
import { CouncilNav } from '@/features/council/CouncilNav';
import { longDate, today } from '@/lib/dates';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { type Column, Table } from '@/ui/Table';
import { ProcessSettings } from './ProcessSettings';
import { inForce, versionQuery, versionsQuery } from './queries';
import { VersionContent } from './VersionContent';

type Summary = Schema<'FrameworkVersionSummary'>;

/** How the council runs its performance: the version in force, and those before and after it. */
export function FrameworkPage() {
  const { data: versions } = useSuspenseQuery(versionsQuery());
  const mayManage = useMay('manage_framework');
  const now = inForce(versions, today());
  return (
    <>
      <CouncilNav />
      <PageTitle
        caption={now ? `Version ${now.number}` : undefined}
        aside={
          mayManage ? (
            <Link to="/framework/adopt" className="govuk-button">
              {versions.length > 0 ? 'Change the framework' : 'Choose a framework'}
            </Link>
          ) : null
        }
      >
        Performance management framework
      </PageTitle>
      {now ? null : (
        <Notice>
          <p>
            No framework is in force{versions.length > 0 ? ' today' : ' yet'}. It says who checks, reviews and
            decides on a quarter, and in which order. Rounds can be planned once one is.
          </p>
        </Notice>
      )}
      {now ? <InForce id={now.id} /> : null}
      {versions.length > 0 ? (
        <>
          <Table
            caption="All versions"
            columns={columns(now)}
            rows={versions}
            rowKey={(version) => version.id}
            download="framework-versions"
          />
          <p>A round keeps the version it opened under; a version never changes.</p>
        </>
      ) : null}
      <ProcessSettings />
    </>
  );
}

function InForce({ id }: { id: number }) {
  const { data: version } = useSuspenseQuery(versionQuery(id));
  return <VersionContent version={version} />;
}

const columns = (now: Summary | undefined): Column<Summary>[] => [
  {
    key: 'number',
    head: 'Version',
    heads: true,
    cell: (version) => (
      <Link to="/framework/versions/$versionId" params={{ versionId: String(version.id) }}>
        Version {version.number}
        {version === now ? ' (in force)' : ''}
      </Link>
    ),
    text: (version) => version.number,
  },
  { key: 'name', head: 'Name', wide: true, cell: (version) => version.name, text: (version) => version.name },
  {
    key: 'from',
    head: 'Holds from',
    cell: (version) => longDate(version.effective_from),
    text: (version) => version.effective_from,
  },
  { key: 'why', head: 'Why', cell: (version) => version.reason, text: (version) => version.reason },
];
