import { PageTitle } from '@/ui/PageTitle';

export function PersonPage() {
  return <PageTitle>PersonPage</PageTitle>;
}
