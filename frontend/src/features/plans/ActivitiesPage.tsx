import { PageTitle } from '@/ui/PageTitle';

export function ActivitiesPage() {
  return <PageTitle>ActivitiesPage</PageTitle>;
}
