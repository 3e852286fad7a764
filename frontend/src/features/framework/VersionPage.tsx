import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { PageTitle } from '@/ui/PageTitle';
import { versionQuery } from './queries';
import { VersionContent } from './VersionContent';

/** One version of the framework, as rounds opened under it. */
export function VersionPage() {
  const { versionId } = useParams({ from: '/staff/framework/versions/$versionId' });
  const { data: version } = useSuspenseQuery(versionQuery(Number(versionId)));
  return (
    <>
      <PageTitle
        caption={`Version ${version.number} of the framework`}
        crumbs={[{ label: 'Framework', to: '/framework' }]}
      >
        {version.name}
      </PageTitle>
      <p>Rounds that opened under this version keep it, whatever was adopted since.</p>
      <VersionContent version={version} />
    </>
  );
}
