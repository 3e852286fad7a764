import { PageTitle } from '@/ui/PageTitle';

export function SubmissionChangesPage() {
  return <PageTitle>SubmissionChangesPage</PageTitle>;
}
