import { PageTitle } from '@/ui/PageTitle';

export function SubmissionPage() {
  return <PageTitle>SubmissionPage</PageTitle>;
}
