import { PageTitle } from '@/ui/PageTitle';

export function RoundsPage() {
  return <PageTitle>RoundsPage</PageTitle>;
}
