import { PageTitle } from '@/ui/PageTitle';

export function NewPlanPage() {
  return <PageTitle>NewPlanPage</PageTitle>;
}
