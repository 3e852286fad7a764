import { PageTitle } from '@/ui/PageTitle';

export function ActionPage() {
  return <PageTitle>ActionPage</PageTitle>;
}
