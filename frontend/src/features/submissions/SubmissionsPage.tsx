import { PageTitle } from '@/ui/PageTitle';

export function SubmissionsPage() {
  return <PageTitle>SubmissionsPage</PageTitle>;
}
