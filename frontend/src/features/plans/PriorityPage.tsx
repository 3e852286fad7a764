import { PageTitle } from '@/ui/PageTitle';

export function PriorityPage() {
  return <PageTitle>PriorityPage</PageTitle>;
}
