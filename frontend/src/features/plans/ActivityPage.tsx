import { PageTitle } from '@/ui/PageTitle';

export function ActivityPage() {
  return <PageTitle>ActivityPage</PageTitle>;
}
