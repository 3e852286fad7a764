import { PageTitle } from '@/ui/PageTitle';

export function PeoplePage() {
  return <PageTitle>PeoplePage</PageTitle>;
}
