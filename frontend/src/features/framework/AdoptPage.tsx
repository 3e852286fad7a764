import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { bodiesQuery, standing } from '@/api/organisation';
import { useMay } from '@/api/session';
import { today } from '@/lib/dates';
import { NotAllowed } from '@/ui/NotAllowed';
import { PageTitle } from '@/ui/PageTitle';
import { AdoptForm, type Start } from './AdoptForm';
import styles from './AdoptPage.module.css';
import { inForce, templatesQuery, versionQuery, versionsQuery } from './queries';
import { StageChain } from './StageChain';
import { BODY_NAMES } from './words';

type Template = Schema<'FrameworkTemplate'>;

const CRUMBS = [{ label: 'Framework', to: '/framework' }];

/** Adopts a version of the framework: first what to start from, then each of its parts. */
export function AdoptPage() {
  const { from } = useSearch({ from: '/staff/framework/adopt' });
  const mayManage = useMay('manage_framework');
  const { data: versions } = useSuspenseQuery(versionsQuery());
  const { data: templates } = useSuspenseQuery(templatesQuery());
  const template = templates.items.find((each) => each.key === from);
  const latest = versions[0];
  if (!mayManage) return <NotAllowed title="Adopt a framework" crumbs={CRUMBS} />;
  if (template) return <Arrange start={template} template={template.key} isFirst={versions.length === 0} />;
  if (from === 'current' && latest) return <ArrangeVersion id={(inForce(versions, today()) ?? latest).id} />;
  return (
    <>
      <PageTitle crumbs={CRUMBS}>
        {versions.length > 0 ? 'Change the framework' : 'Choose a framework'}
      </PageTitle>
      <p>
        Start from what is nearest to how your council works. Every part can be changed before you adopt it:
        add, remove and rearrange stages, say who decides and how long each has.
      </p>
      {latest ? (
        <section className={styles.start}>
          <h2>Your framework as it is</h2>
          <p>
            <Link to="/framework/adopt" search={{ from: 'current' }}>
              Start from your framework
            </Link>
          </p>
        </section>
      ) : null}
      {templates.items.map((each) => (
        <TemplateCard key={each.key} template={each} />
      ))}
    </>
  );
}

function TemplateCard({ template }: { template: Template }) {
  const title = template.name.replace(/^[^:]*: /, '').replace(/^./, (first) => first.toUpperCase());
  return (
    <section className={styles.start} aria-labelledby={template.key}>
      <h2 id={template.key}>{title}</h2>
      <p>{template.description}</p>
      <StageChain
        stages={template.stages
          .filter((stage) => stage.cycle === 'quarterly')
          .map((stage) => ({
            ...stage,
            body: stage.body_kind ? (BODY_NAMES[stage.body_kind] ?? '') : '',
            days: stage.days_allowed,
          }))}
      />
      <p>
        <Link to="/framework/adopt" search={{ from: template.key }}>
          Start from this<span className="govuk-visually-hidden">: {title}</span>
        </Link>
      </p>
    </section>
  );
}

function ArrangeVersion({ id }: { id: number }) {
  const { data: version } = useSuspenseQuery(versionQuery(id));
  return <Arrange start={version} template={version.template} isFirst={false} />;
}

function Arrange({ start, template, isFirst }: { start: Start; template: string | null; isFirst: boolean }) {
  const { data: bodies } = useSuspenseQuery(bodiesQuery());
  return (
    <>
      <PageTitle crumbs={[...CRUMBS, { label: 'What to start from', to: '/framework/adopt' }]}>
        Adopt a framework
      </PageTitle>
      <AdoptForm start={start} template={template} isFirst={isFirst} bodies={standing(bodies, today())} />
    </>
  );
}
