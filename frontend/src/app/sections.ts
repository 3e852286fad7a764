interface Section {
  label: string;
  to:
    | '/'
    | '/dashboard'
    | '/plans'
    | '/indicators'
    | '/rounds'
    | '/submissions'
    | '/documents'
    | '/actions'
    | '/restatements'
    | '/assurance/samples'
    | '/council'
    | '/people'
    | '/meetings'
    | '/audit';
  /** Addresses that belong to this part. */
  paths: string[];
  /** Any of these permissions; none: everybody. */
  needs: string[];
}

const SECTIONS: Section[] = [
  { label: 'Home', to: '/', paths: [], needs: [] },
  { label: 'Dashboard', to: '/dashboard', paths: ['/dashboard', '/observations'], needs: [] },
  {
    label: 'Plans',
    to: '/plans',
    paths: ['/plans', '/golden-thread', '/priorities', '/activities', '/roll-over'],
    needs: [],
  },
  {
    label: 'Indicators',
    to: '/indicators',
    paths: ['/indicators', '/targets', '/comparisons', '/external-frameworks'],
    needs: [],
  },
  {
    label: 'Submissions',
    to: '/submissions',
    paths: ['/submissions'],
    needs: ['edit_submission', 'review_submission', 'confirm_submission', 'read_submitted', 'read_entries'],
  },
  {
    label: 'Rounds',
    to: '/rounds',
    paths: ['/rounds'],
    needs: ['manage_round', 'read_submitted', 'read_entries'],
  },
  { label: 'Documents', to: '/documents', paths: ['/documents'], needs: [] },
  { label: 'Actions', to: '/actions', paths: ['/actions'], needs: [] },
  {
    label: 'Restatements',
    to: '/restatements',
    paths: ['/restatements'],
    needs: ['propose_restatement', 'accept_restatement', 'read_audit'],
  },
  { label: 'Assurance', to: '/assurance/samples', paths: ['/assurance'], needs: ['draw_sample'] },
  {
    label: 'Council',
    to: '/council',
    paths: ['/council', '/units', '/portfolios', '/bodies', '/framework', '/set-up'],
    needs: ['manage_organisation', 'manage_framework'],
  },
  {
    label: 'Access',
    to: '/people',
    paths: ['/people', '/posts', '/clients'],
    needs: ['manage_access', 'manage_organisation', 'read_personal'],
  },
  { label: 'Meetings', to: '/meetings', paths: ['/meetings'], needs: ['manage_meetings'] },
  { label: 'Audit log', to: '/audit', paths: ['/audit'], needs: ['read_audit'] },
];

/** The parts that somebody with these permissions is shown; what they may see within, the service decides. */
export function sectionsFor(permissions: string[]): Section[] {
  return SECTIONS.filter(
    ({ needs }) => needs.length === 0 || needs.some((each) => permissions.includes(each)),
  );
}
