import { PageTitle } from '@/ui/PageTitle';

export function PlanPage() {
  return <PageTitle>PlanPage</PageTitle>;
}
