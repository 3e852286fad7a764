import { PageTitle } from '@/ui/PageTitle';

export function PlansPage() {
  return <PageTitle>PlansPage</PageTitle>;
}
